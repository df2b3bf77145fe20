package dev.pulmu.backend;

/**
 * Knows whether ND4J's CUDA backend can run on this machine's GPU, without touching ND4J. Found
 * through {@link java.util.ServiceLoader}; the module that brings ND4J's CUDA backend has one.
 */
public interface GpuCheck {
  /** Why it cannot, in one line; empty if it can. Never throws. */
  String objection();
}
