/**
 * The grammar of every text that a person types: {@code name} or {@code name(key=value, …)}, some
 * with a first value that needs no key, some joined by {@code then}. In comes text, out go names
 * and typed values; an unknown name is refused with the list of the known ones, a value out of
 * bounds with the bounds.
 */
package dev.pulmu.text;
