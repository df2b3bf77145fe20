/**
 * Reports of runs: in come its epochs, its test, its times, out goes a report as JSON, from which
 * the run can be done again.
 */
package dev.pulmu.report;
