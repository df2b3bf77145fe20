/** Charts: in come curves as numbers, out go pictures as PNG and SVG; no screen is needed. */
package dev.pulmu.plots;
