package dev.pulmu.datasets;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Computes the SHA-256 of a data set's table. It is taken over one line of text that says what
 * follows, then the features, then the targets: bytes as they are, 32-bit numbers in little-endian
 * order. The format is part of every report: a change of it is a new version.
 */
public final class Fingerprint {
  private static final int CHUNK = 1 << 14;

  private final Features features;
  private final Targets targets;
  private final int testRows;

  Fingerprint(Features features, Targets targets, int testRows) {
    this.features = features;
    this.targets = targets;
    this.testRows = testRows;
  }

  String sha256() {
    return HexFormat.of().formatHex(digest().digest());
  }

  private MessageDigest digest() {
    MessageDigest digest = newDigest();
    digest.update(heading().getBytes(StandardCharsets.UTF_8));
    features
        .<Runnable>match(
            bytes -> () -> digest.update(bytes.values()),
            floats -> () -> update(digest, floats.values()))
        .run();
    targets
        .<Runnable>match(
            labels -> () -> update(digest, labels.values()),
            values -> () -> update(digest, values.values()))
        .run();
    return digest;
  }

  private String heading() {
    return String.format(
        Locale.ROOT,
        "pulmu-dataset-1 %s samples=%d columns=%d scale=%s shift=%s %s=%d test=%d\n",
        features.match(bytes -> "u8", floats -> "f32"),
        features.samples(),
        features.columns(),
        Float.toHexString(features.scale()),
        Float.toHexString(features.shift()),
        targets.match(labels -> "classes", values -> "values"),
        targets.outputs(),
        testRows);
  }

  private static void update(MessageDigest digest, float[] values) {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.asFloatBuffer().put(values, from, count);
      digest.update(chunk.array(), 0, count * Float.BYTES);
    }
  }

  private static void update(MessageDigest digest, int[] values) {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.asIntBuffer().put(values, from, count);
      digest.update(chunk.array(), 0, count * Integer.BYTES);
    }
  }

  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
