/**
 * The little language in which everything that goes element by element is written once: texts come
 * in, and go out as trees that a backend runs in its own way.
 */
package dev.pulmu.formula;
