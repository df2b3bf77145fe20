package dev.pulmu.files;

/**
 * Refuses data that cannot be trusted. The message is one line: where, what was wanted, what came,
 * what to do.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Bad data found by a check. */
  public DataException(String message) {
    super(message);
  }

  /** Bad data found by a reader that failed. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
