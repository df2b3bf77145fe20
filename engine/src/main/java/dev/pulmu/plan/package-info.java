/**
 * Plans: what a backend has to know to train a network, as pure data. In come a network, an
 * optimizer, a batch size; out comes a plan: the network's blocks, and one table that has the
 * optimizer's tensors too. A plan prints itself, and its text is tested.
 */
package dev.pulmu.plan;
