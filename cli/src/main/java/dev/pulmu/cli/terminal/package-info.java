/** The terminal: in comes how far something is, out goes its last line; Ctrl-C is handled here. */
package dev.pulmu.cli.terminal;
