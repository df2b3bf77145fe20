/**
 * Pictures: in come the bytes of a PNG, JPEG, GIF or BMP file, out goes a row of bytes of the shape
 * that a network takes.
 */
package dev.pulmu.pictures;
