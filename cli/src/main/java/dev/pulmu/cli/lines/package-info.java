/** Output for people: in come results, out go lines as wide as the terminal. */
package dev.pulmu.cli.lines;
