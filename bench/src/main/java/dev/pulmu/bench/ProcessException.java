package dev.pulmu.bench;

/** A process did not answer as it should; the message is the reason in one line. */
final class ProcessException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean missing;

  ProcessException(String message) {
    this(message, false);
  }

  private ProcessException(String message, boolean missing) {
    super(message);
    this.missing = missing;
  }

  /** What it needs is not on this machine, which is no failure. */
  static ProcessException missing(String what) {
    return new ProcessException(what, true);
  }

  boolean isMissing() {
    return missing;
  }
}
