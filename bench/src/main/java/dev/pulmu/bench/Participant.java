package dev.pulmu.bench;

import dev.pulmu.bench.process.JavaProcess;
import dev.pulmu.bench.task.BackendProcess;
import java.nio.file.Path;
import java.util.List;

/**
 * A participant of a benchmark: one of our backends or another library, and how to start its
 * process.
 *
 * @param name of a backend of ours, or of a library
 * @param ours whether it is one of our backends
 * @param threads the thread counts to try; the fastest counts
 * @param start how its process is started
 */
record Participant(String name, boolean ours, List<Integer> threads, Start start) {
  /** Makes the command of a process for the task in a folder. */
  interface Start {
    List<String> command(Path folder, int threads);
  }

  static Participant ours(String backend, int threads) {
    return new Participant(
        backend,
        true,
        counts(threads),
        (folder, count) -> JavaProcess.own(
            count, BackendProcess.class, folder.toString(), backend, Integer.toString(count)));
  }

  /** One thread, and all of them. */
  static List<Integer> counts(int threads) {
    return threads == 1 ? List.of(1) : List.of(1, threads);
  }
}
