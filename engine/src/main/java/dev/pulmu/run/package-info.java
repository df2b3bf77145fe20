/**
 * The only training loop. In come a configuration, a data set and a backend, or a checkpoint to go
 * on from; out come a report of what happened and the trained model.
 */
package dev.pulmu.run;
