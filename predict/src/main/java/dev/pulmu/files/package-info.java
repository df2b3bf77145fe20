/**
 * Files that are kept: in comes what is to be kept, as bytes or JSON, out goes a file that is whole
 * or not there, in a directory that one process has at a time.
 */
package dev.pulmu.files;
