package dev.pulmu.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The list of a checkpoint's files with their SHA-256, kept as JSON. The JSON also has its own
 * SHA-256: that of its text without that key and without white space.
 *
 * @param step steps done
 * @param best see {@link Checkpoint#best}
 * @param files by name
 * @param history as far as it goes; absent where the progress has all, as earlier versions wrote it
 */
record Manifest(long step, boolean best, Map<String, Content> files, Optional<Content> history) {
  private static final int FORMAT = 1;
  private static final String SUM = "sha256";
  private static final String HISTORY = "history";

  /** What is in a file. */
  record Content(long bytes, String sha256) {
    /**
     * Checks what is there now.
     *
     * @throws CheckpointException naming the file if it is something else
     */
    void require(Path file, long length, String sum) {
      if (length != bytes) {
        throw new CheckpointException(file + " wants " + bytes + " bytes, came " + length
            + (length < bytes ? "; it is cut" : ""));
      }
      if (!sum.equals(sha256)) {
        throw new CheckpointException(
            file + " is damaged: wants SHA-256 " + sha256 + ", came " + sum);
      }
    }

    private void put(ObjectNode json) {
      json.put("bytes", bytes).put(SUM, sha256);
    }

    private static Content of(JsonNode json) {
      return new Content(json.path("bytes").asLong(), json.path(SUM).asText());
    }
  }

  byte[] json() {
    ObjectNode json = Json.object().put("format", FORMAT).put("step", step).put("best", best);
    ObjectNode entries = json.putObject("files");
    files.forEach((name, content) -> content.put(entries.putObject(name)));
    history.ifPresent(content -> content.put(json.putObject(HISTORY)));
    json.put(SUM, sum(json));
    return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #json} writes.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static Manifest parse(byte[] bytes) {
    if (!(json(bytes) instanceof ObjectNode json)) {
      throw new IllegalArgumentException("is damaged: it is no JSON object");
    }
    String came = json.path(SUM).asText();
    json.remove(SUM);
    if (!came.equals(sum(json))) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT, "is damaged: its own SHA-256 is %s, it says '%s'", sum(json), came));
    }
    if (json.path("format").asInt() != FORMAT) {
      throw new IllegalArgumentException(
          "has format " + json.path("format") + ", this version of Pulmu knows " + FORMAT);
    }
    Map<String, Content> files = new LinkedHashMap<>();
    json.path("files")
        .properties()
        .forEach(file -> files.put(file.getKey(), Content.of(file.getValue())));
    return new Manifest(
        json.path("step").asLong(),
        json.path("best").asBoolean(),
        files,
        Optional.ofNullable(json.get(HISTORY)).map(Content::of));
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static JsonNode json(byte[] bytes) {
    try {
      return Json.read(bytes);
    } catch (IOException e) {
      throw new IllegalArgumentException("is damaged: it is no JSON", e);
    }
  }

  private static String sum(ObjectNode json) {
    byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(digest().digest(text));
  }
}
