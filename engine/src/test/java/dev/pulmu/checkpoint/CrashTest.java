package dev.pulmu.checkpoint;

import static dev.pulmu.checkpoint.Samples.best;
import static dev.pulmu.checkpoint.Samples.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.checkpoint.FaultyDisk.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process or machine that ends between any two operations of the disk, or within a write. */
class CrashTest {
  @TempDir
  private Path temporary;

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"KILL", "POWER_FAILURE"})
  void theFirstCheckpointIsWholeOrNotThere(Fault fault) throws IOException {
    List<List<Long>> found =
        outcomes(fault, directory -> {}, directory -> directory.write(checkpoint(10)));

    assertThat(found).containsOnly(List.of(), List.of(10L));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"KILL", "POWER_FAILURE"})
  void theOnesBeforeStayUntilTheNewOneIsThere(Fault fault) throws IOException {
    List<List<Long>> found = outcomes(
        fault,
        directory -> {
          directory.write(best(10));
          directory.write(best(20));
          directory.write(checkpoint(30));
        },
        directory -> {
          directory.write(checkpoint(40));
          directory.write(best(50));
        });

    // Two are kept, and the best that the older one knew
    assertThat(found)
        .containsOnly(
            List.of(20L, 30L),
            List.of(20L, 30L, 40L),
            List.of(20L, 30L, 40L, 50L),
            List.of(20L, 40L, 50L));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"KILL", "POWER_FAILURE"})
  void oneThatTakesTheOldOnesPlaceLeavesOneOfThem(Fault fault) throws IOException {
    List<List<Long>> found = outcomes(
        fault,
        directory -> directory.write(checkpoint(10)),
        directory -> directory.write(best(10)));

    assertThat(found).containsOnly(List.of(10L));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"KILL", "POWER_FAILURE"})
  void whatIsRewoundGoesFromTheEnd(Fault fault) throws IOException {
    List<List<Long>> found = outcomes(
        fault,
        directory -> {
          directory.write(best(10));
          directory.write(checkpoint(20));
          directory.write(checkpoint(30));
        },
        directory -> directory.rewind(10));

    assertThat(found).containsOnly(List.of(10L, 20L, 30L), List.of(10L, 20L), List.of(10L));
  }

  /**
   * The steps that are found after each possible end of some work. All that is found is whole,
   * nothing else is left, and writing goes on.
   */
  private List<List<Long>> outcomes(
      Fault fault, Consumer<RunDirectory> before, Consumer<RunDirectory> work) throws IOException {
    List<List<Long>> outcomes = new ArrayList<>();
    boolean stopped = true;
    for (int events = 0; stopped; events++) {
      Path path = Files.createDirectory(temporary.resolve("run" + events));
      FaultyDisk disk = new FaultyDisk(fault, Long.MAX_VALUE);
      try (RunDirectory directory = RunDirectory.create(path, 2, disk)) {
        before.accept(directory);
        disk.stopAfter(events);
        work.accept(directory);
      } catch (CheckpointException ended) {
        assertThat(ended).hasMessageContaining("this process ");
      }
      stopped = disk.stopped();
      // What did not end in good order did not take its empty folder along
      Files.createDirectories(path.resolve(RunDirectory.CHECKPOINTS));
      try (RunDirectory directory = RunDirectory.open(path, 2, FaultyDisk.sound())) {
        outcomes.add(directory.steps());
        assertThat(directory.steps())
            .as("after %s events", events)
            .allSatisfy(step -> assertThat(Samples.whole(directory.at(step))).isTrue());
        assertThat(names(path.resolve(RunDirectory.CHECKPOINTS)))
            .as("after %s events", events)
            .allMatch(name -> name.matches("step-\\d{10}|history.jsonl"));
        directory.write(checkpoint(99));
        assertThat(directory.latest()).get().matches(Samples::whole);
      }
    }
    assertThat(outcomes).hasSizeGreaterThan(10);
    return outcomes;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
