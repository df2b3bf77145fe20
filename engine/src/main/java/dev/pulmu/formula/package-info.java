/**
 * The little language of formulas that go element by element: in comes text, out go assignments of
 * expressions, which a reader computes in its own way.
 */
package dev.pulmu.formula;
