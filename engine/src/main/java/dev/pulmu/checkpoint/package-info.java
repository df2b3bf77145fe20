/**
 * What a run can go on from after its process is gone. In come a run's tensors and its progress,
 * out comes a directory of checkpoints of which each is whole or not there; and back. Nothing is
 * trusted when it is read, and nothing else taken silently in its place.
 */
package dev.pulmu.checkpoint;
