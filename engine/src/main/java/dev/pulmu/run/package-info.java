/**
 * The only training loop. In come a configuration, a data set and a backend; out come a report of
 * what happened and the trained model. Every setting stands in one table with its name, default and
 * form.
 */
package dev.pulmu.run;
