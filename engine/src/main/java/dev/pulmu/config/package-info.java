/**
 * The configuration of runs: in come settings as text, out goes one checked value for each. Every
 * setting stands in one table with its name, default and form.
 */
package dev.pulmu.config;
