/** The terminal: in comes how far something is, out goes its last line; Ctrl-C comes back. */
package dev.pulmu.cli.terminal;
