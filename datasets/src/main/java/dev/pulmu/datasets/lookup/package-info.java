/**
 * The places where data sets may be: in come the places that a user named, out go the folders in
 * which every {@code DatasetSource} looks.
 */
package dev.pulmu.datasets.lookup;
