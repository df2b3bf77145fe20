package dev.pulmu.backend;

/**
 * Says whether ND4J's CUDA backend can run on this machine's GPU, without loading ND4J. Found
 * through {@link java.util.ServiceLoader}; the module that brings ND4J's CUDA backend has one.
 */
public interface GpuCheck {
  /** The reason why it cannot run, in one line; empty if it can. Never throws. */
  String objection();
}
