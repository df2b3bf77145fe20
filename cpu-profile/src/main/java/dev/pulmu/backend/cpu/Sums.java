package dev.pulmu.backend.cpu;

/**
 * The loss and the right answers of some batches; worker 0 adds them up, and all see them at the
 * next barrier.
 */
final class Sums {
  double loss;
  long right;
}
