/**
 * A trained network in use: in come rows of features, out go answers, or what any of its blocks
 * puts out.
 */
package dev.pulmu.predict;
