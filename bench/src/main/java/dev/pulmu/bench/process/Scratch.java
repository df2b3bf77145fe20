package dev.pulmu.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary folder; it is deleted when this is closed or the JVM ends. */
public final class Scratch implements AutoCloseable {
  private final Path folder;
  private final Thread hook = new Thread(this::delete);

  private Scratch(Path folder) {
    this.folder = folder;
  }

  public static Scratch create() throws IOException {
    Scratch scratch = new Scratch(Files.createTempDirectory("pulmu-bench-"));
    Runtime.getRuntime().addShutdownHook(scratch.hook);
    return scratch;
  }

  public Path folder() {
    return folder;
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // then the hook finds nothing left
    }
  }

  /** What cannot be deleted stays, in the system's folder for temporary files. */
  private void delete() {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) { // what is inside first
        Files.deleteIfExists(path);
      }
    } catch (IOException gone) {
      // closed before, or a process that is being killed still writes
    }
  }
}
