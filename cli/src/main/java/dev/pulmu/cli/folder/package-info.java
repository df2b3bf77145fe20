/**
 * Directories of results: in comes the place of one, out go the files in it, known to be writable
 * before anything is computed.
 */
package dev.pulmu.cli.folder;
