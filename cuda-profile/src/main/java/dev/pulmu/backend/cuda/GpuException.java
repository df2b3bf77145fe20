package dev.pulmu.backend.cuda;

/** A GPU, its driver or a library of it refused; the message says who, why and what it was at. */
class GpuException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  GpuException(String message) {
    super(message);
  }

  GpuException(String message, Throwable cause) {
    super(message, cause);
  }

  /** There is less device memory than was asked for. */
  static final class OutOfMemory extends GpuException {
    private static final long serialVersionUID = 1;

    /** Bytes asked for. */
    final long asked;

    /** Bytes there were. */
    final long free;

    OutOfMemory(String message, long asked, long free) {
      super(message);
      this.asked = asked;
      this.free = free;
    }
  }
}
