package dev.pulmu.backend.cpu;

/** What some batches add up to; worker 0 adds, and all see it at the next barrier. */
final class Sums {
  double loss;
  long right;
}
