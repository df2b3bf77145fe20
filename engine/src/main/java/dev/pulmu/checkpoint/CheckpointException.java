package dev.pulmu.checkpoint;

/**
 * Reports a checkpoint that cannot be written or cannot be trusted, or a directory that cannot be
 * used. The message is one line: which file, what was wanted, what came, what to do.
 */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CheckpointException(String message) {
    super(message);
  }

  CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
