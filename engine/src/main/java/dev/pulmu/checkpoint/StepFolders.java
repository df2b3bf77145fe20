package dev.pulmu.checkpoint;

import dev.pulmu.checkpoint.Manifest.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folders {@code step-0000001234} of a run, one for each checkpoint, which are added, replaced
 * and removed as a whole: if a process ends between two disk operations, the next process finds the
 * state before or the state after.
 */
final class StepFolders {
  private static final Pattern NAME = Pattern.compile("step-(\\d{10,18})");

  /** As older versions named them on machines of a language that has digits of its own. */
  private static final Pattern FOREIGN = Pattern.compile("step-\\p{Nd}{10,18}");

  /** Not whole yet, or on its way out. */
  private static final String HALF = ".half-";

  /** Whole, and out of the way of one that takes its place. */
  private static final String ASIDE = ".aside-";

  private final Path parent;
  private final Disk disk;

  StepFolders(Path parent, Disk disk) {
    this.parent = parent;
    this.disk = disk;
  }

  /** Ascending. */
  List<Long> steps() throws IOException {
    List<Long> steps = new ArrayList<>();
    for (Path entry : list(parent)) {
      Matcher name = NAME.matcher(entry.getFileName().toString());
      if (name.matches()) {
        steps.add(Long.parseLong(name.group(1)));
      }
    }
    Collections.sort(steps);
    return steps;
  }

  /**
   * Refuses a run that would seem to have no checkpoints, or fewer.
   *
   * @throws CheckpointException if some are named in the digits of another language
   */
  void requireReadableNames() throws IOException {
    for (Path entry : list(parent)) {
      String name = entry.getFileName().toString();
      if (FOREIGN.matcher(name).matches() && !NAME.matcher(name).matches()) {
        throw new CheckpointException(entry + " was written by an older version, in digits that are"
            + " not 0 to 9; such a run cannot go on, begin a new one in another directory");
      }
    }
  }

  Path folder(long step) {
    return parent.resolve(String.format(Locale.ROOT, "step-%010d", step));
  }

  /** Writes a folder, in the place of one of the same step. */
  void put(Checkpoint checkpoint, Content history) throws IOException {
    sweep();
    Path target = folder(checkpoint.step());
    Path half = prefixed(HALF, target);
    CheckpointFiles.write(disk, half, checkpoint, history);
    if (Files.exists(target)) {
      disk.move(target, prefixed(ASIDE, target));
    }
    disk.move(half, target);
    disk.forceDirectory(parent);
    sweep();
  }

  void remove(long step) throws IOException {
    Path half = prefixed(HALF, folder(step));
    disk.move(folder(step), half);
    disk.forceDirectory(parent);
    deleteTree(half);
  }

  /** Ends what was begun and cut short. */
  void sweep() throws IOException {
    for (Path entry : list(parent)) {
      String name = entry.getFileName().toString();
      if (name.startsWith(ASIDE)) {
        Path target = parent.resolve(name.substring(ASIDE.length()));
        if (Files.notExists(target)) {
          disk.move(entry, target);
          disk.forceDirectory(parent);
        } else {
          disk.move(entry, prefixed(HALF, target));
          deleteTree(prefixed(HALF, target));
        }
      } else if (name.startsWith(HALF)) {
        deleteTree(entry);
      }
    }
  }

  private void deleteTree(Path tree) throws IOException {
    for (Path file : list(tree)) {
      disk.delete(file);
    }
    disk.delete(tree);
  }

  private static Path prefixed(String prefix, Path folder) {
    return folder.resolveSibling(prefix + folder.getFileName());
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
