package dev.pulmu.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.checkpoint.Manifest.Content;
import dev.pulmu.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The epochs and edits of a run, one a line, in one file beside its checkpoints that only grows.
 * Each checkpoint has the first lines of the file, as many bytes as its manifest says; so every
 * line is written once, however many checkpoints there are. What lies behind the bytes of the
 * newest checkpoint was never whole, or belongs to a history that was taken back, and is written
 * over.
 */
final class History {
  static final String FILE = "history.jsonl";

  private static final int BUFFER = 1 << 13;

  private final Path file;
  private final Disk disk;
  private MessageDigest digest = Manifest.digest();
  private int lines;
  private long bytes;

  /** The history of a new run. */
  History(Path parent, Disk disk) {
    this.file = parent.resolve(FILE);
    this.disk = disk;
  }

  /**
   * The history of a run that goes on.
   *
   * @param newest what its newest checkpoint has of it
   * @throws CheckpointException if that is not as it was written
   */
  static History from(Path parent, Disk disk, Content newest) throws IOException {
    History history = new History(parent, disk);
    byte[] text = bytes(parent, newest);
    history.digest.update(text);
    history.lines = lines(text).size();
    history.bytes = text.length;
    return history;
  }

  /** The lines that a checkpoint has. */
  static List<ObjectNode> read(Path parent, Content wanted) throws IOException {
    List<ObjectNode> read = new ArrayList<>();
    for (String line : lines(bytes(parent, wanted))) {
      read.add((ObjectNode) Json.read(line.getBytes(StandardCharsets.UTF_8)));
    }
    return read;
  }

  private static byte[] bytes(Path parent, Content wanted) throws IOException {
    if (wanted.bytes() == 0) {
      return new byte[0];
    }
    Path file = parent.resolve(FILE);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] text = in.readNBytes(Math.toIntExact(wanted.bytes()));
      wanted.require(
          file, text.length, HexFormat.of().formatHex(Manifest.digest().digest(text)));
      return text;
    }
  }

  private static List<String> lines(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).lines().toList();
  }

  /**
   * Has all these lines in the file, of which the first are there already; returns when they would
   * outlast a power failure.
   */
  Content put(List<ObjectNode> all) throws IOException {
    if (all.size() < lines) {
      return earlier(all.size());
    }
    if (all.size() > lines) {
      append(all.subList(lines, all.size()));
    }
    return new Content(bytes, sum(digest));
  }

  private void append(List<ObjectNode> more) throws IOException {
    MessageDigest then = copy(digest);
    long end;
    try (FileChannel channel = Files.exists(file) ? disk.open(file) : disk.create(file)) {
      disk.truncate(channel, bytes);
      OutputStream out =
          new DigestOutputStream(new BufferedOutputStream(disk.stream(channel), BUFFER), then);
      for (ObjectNode line : more) {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
      out.flush();
      disk.force(channel);
      end = channel.position();
    }
    if (bytes == 0) {
      disk.forceDirectory(file.getParent());
    }
    digest = then;
    lines += more.size();
    bytes = end;
  }

  /**
   * The first lines of the file, for a checkpoint that is written after a later one, as a best one
   * is whose first writing failed.
   */
  private Content earlier(int count) throws IOException {
    MessageDigest sum = Manifest.digest();
    long end = 0;
    for (String line :
        lines(bytes(file.getParent(), new Content(bytes, sum(digest)))).subList(0, count)) {
      byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
      sum.update(text);
      end += text.length;
    }
    return new Content(end, sum(sum));
  }

  /** Cuts what is not whole off the file. */
  void trim() throws IOException {
    if (Files.notExists(file)) {
      return;
    }
    if (bytes == 0) {
      disk.delete(file);
      return;
    }
    try (FileChannel channel = disk.open(file)) {
      disk.truncate(channel, bytes);
    }
  }

  private static String sum(MessageDigest digest) {
    return HexFormat.of().formatHex(copy(digest).digest());
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of every JDK can be copied", e);
    }
  }
}
