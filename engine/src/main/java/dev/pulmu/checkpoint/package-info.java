/**
 * Checkpoints, from which a run goes on after its process is gone. In come a run's tensors and its
 * progress, out comes a directory of checkpoints of which each is whole or not there; and back.
 * Everything is verified when it is read, and nothing damaged is silently replaced by an older one.
 */
package dev.pulmu.checkpoint;
