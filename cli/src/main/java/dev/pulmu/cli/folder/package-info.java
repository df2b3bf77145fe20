/**
 * Directories of results: in comes where they are to be, out go the files in them, known to be
 * writable before anything is computed.
 */
package dev.pulmu.cli.folder;
