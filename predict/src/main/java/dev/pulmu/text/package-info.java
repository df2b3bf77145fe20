/**
 * The one grammar of every text that a person types: {@code name} or {@code name(key=value, …)},
 * some with a first value that needs no key, some joined by {@code then}. In comes text, out go
 * names and typed values; what is not known is refused with the list of what is, what is out of
 * bounds with these.
 */
package dev.pulmu.text;
