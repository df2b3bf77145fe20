package dev.pulmu.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Classes that one process leaves for the next ones, read and verified, in the archive of the JVM's
 * class-data sharing. A training that only starts and goes on a little takes a quarter less time
 * with them. The JVM refuses class paths with directories in them, so these become jars.
 */
final class SharedClasses {
  private final Path archive;
  private final String classPath;

  /**
   * None so far.
   *
   * @param directory takes the archive and the jars
   */
  SharedClasses(Path directory) throws IOException {
    this.archive = directory.resolve("classes.jsa");
    List<String> paths = new ArrayList<>();
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path jar = directory.resolve("classes-" + paths.size() + ".jar");
      paths.add(Files.isDirectory(Path.of(path)) ? jar(Path.of(path), jar).toString() : path);
    }
    this.classPath = String.join(File.pathSeparator, paths);
  }

  /** Flags of the process that leaves its classes when it ends. */
  List<String> leave() {
    return List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", classPath);
  }

  /** Flags of those that take them. */
  List<String> take() {
    return List.of("-XX:SharedArchiveFile=" + archive, "-cp", classPath);
  }

  private static Path jar(Path directory, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file);
        Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String name = directory.relativize(path).toString().replace(File.separatorChar, '/');
        entries.putNextEntry(new JarEntry(name));
        Files.copy(path, entries);
      }
    }
    return jar;
  }
}
