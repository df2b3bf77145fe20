package dev.pulmu.bench.process;

/** Reports that a process did not answer as it should; the message is the reason in one line. */
public final class ProcessException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean missing;

  public ProcessException(String message) {
    this(message, false);
  }

  private ProcessException(String message, boolean missing) {
    super(message);
    this.missing = missing;
  }

  /** What it needs is not on this machine, which is no failure. */
  public static ProcessException missing(String what) {
    return new ProcessException(what, true);
  }

  public boolean isMissing() {
    return missing;
  }
}
