package dev.pulmu.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.checkpoint.Manifest.Content;
import dev.pulmu.files.AtomicFile;
import dev.pulmu.files.DataException;
import dev.pulmu.json.Json;
import dev.pulmu.model.format.Safetensors;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes and reads the folder of one checkpoint: tensors, progress, and a manifest with the SHA-256
 * of both and of the history.
 */
final class CheckpointFiles {
  static final String TENSORS = "tensors.safetensors";
  static final String PROGRESS = "progress.json";
  static final String MANIFEST = "manifest.json";

  private static final int BUFFER = 1 << 16;

  private CheckpointFiles() {}

  /** Writes a new folder; everything in it would outlast a power failure, its own name not yet. */
  static void write(Disk disk, Path folder, Checkpoint checkpoint, Content history)
      throws IOException {
    disk.makeDirectory(folder);
    Map<String, Content> files = new LinkedHashMap<>();
    files.put(TENSORS, write(disk, folder.resolve(TENSORS), checkpoint.tensors()::write));
    files.put(
        PROGRESS,
        write(
            disk,
            folder.resolve(PROGRESS),
            out -> out.write(
                (checkpoint.progress().toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8))));
    Manifest manifest =
        new Manifest(checkpoint.step(), checkpoint.best(), files, Optional.of(history));
    write(disk, folder.resolve(MANIFEST), out -> out.write(manifest.json()));
    disk.forceDirectory(folder);
  }

  private static Content write(Disk disk, Path file, AtomicFile.Content content)
      throws IOException {
    MessageDigest digest = Manifest.digest();
    try (FileChannel channel = disk.create(file)) {
      OutputStream out =
          new DigestOutputStream(new BufferedOutputStream(disk.stream(channel), BUFFER), digest);
      content.writeTo(out);
      out.flush();
      disk.force(channel);
      return new Content(channel.position(), HexFormat.of().formatHex(digest.digest()));
    }
  }

  /**
   * Reads a folder and verifies every file of it.
   *
   * @throws CheckpointException naming the first file that is not as it was written
   */
  static Checkpoint read(Path folder, long step) {
    Manifest manifest = manifest(folder, step);
    verify(folder.resolve(TENSORS), manifest);
    verify(folder.resolve(PROGRESS), manifest);
    try {
      ObjectNode progress = (ObjectNode) Json.read(Files.readAllBytes(folder.resolve(PROGRESS)));
      Safetensors tensors = Safetensors.read(folder.resolve(TENSORS));
      return new Checkpoint(step, manifest.best(), progress, history(folder, manifest), tensors);
    } catch (IOException e) {
      throw wrong(folder, "cannot be read: " + AtomicFile.reason(e), e);
    } catch (DataException e) {
      throw new CheckpointException(e.getMessage(), e);
    }
  }

  private static List<ObjectNode> history(Path folder, Manifest manifest) {
    try {
      return manifest.history().isPresent()
          ? History.read(folder.getParent(), manifest.history().get())
          : List.of();
    } catch (IOException e) {
      throw unreadable(folder.resolveSibling(History.FILE), e);
    }
  }

  /**
   * Reads the manifest alone.
   *
   * @throws CheckpointException if it is missing or damaged
   */
  static Manifest manifest(Path folder, long step) {
    Path file = folder.resolve(MANIFEST);
    try {
      Manifest manifest = Manifest.parse(Files.readAllBytes(file));
      if (manifest.step() != step) {
        throw wrong(file, "is of step " + manifest.step() + ", its folder of " + step, null);
      }
      return manifest;
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (IllegalArgumentException e) {
      throw wrong(file, e.getMessage(), e);
    }
  }

  private static void verify(Path file, Manifest manifest) {
    Content wanted = manifest.files().get(file.getFileName().toString());
    if (wanted == null) {
      throw wrong(file, "is not in the manifest beside it", null);
    }
    try {
      wanted.require(file, Files.size(file), sum(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static String sum(Path file) throws IOException {
    MessageDigest digest = Manifest.digest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static CheckpointException unreadable(Path file, IOException e) {
    return wrong(
        file,
        e instanceof NoSuchFileException ? "is missing" : "cannot be read: " + AtomicFile.reason(e),
        e);
  }

  private static CheckpointException wrong(Path file, String what, Throwable cause) {
    return new CheckpointException(file + " " + what, cause);
  }
}
