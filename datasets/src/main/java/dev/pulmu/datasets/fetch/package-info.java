/**
 * Data sets that were published: in come mirrors and the SHA-256 of every file, out goes a folder
 * whose every byte is as published.
 */
package dev.pulmu.datasets.fetch;
