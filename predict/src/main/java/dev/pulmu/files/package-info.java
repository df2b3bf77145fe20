/**
 * Files that are never half written: in comes what is to be kept, out goes a file that is whole or
 * not there, in a directory that one process has at a time.
 */
package dev.pulmu.files;
