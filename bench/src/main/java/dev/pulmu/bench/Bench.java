package dev.pulmu.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulmu.backend.Backend;
import dev.pulmu.bench.machine.Machine;
import dev.pulmu.bench.machine.ProcessorTime;
import dev.pulmu.bench.machine.Roofline;
import dev.pulmu.bench.process.Question;
import dev.pulmu.bench.process.Scratch;
import dev.pulmu.bench.task.Task;
import dev.pulmu.bench.task.Timing;
import dev.pulmu.bench.task.Work;
import dev.pulmu.bench.task.Workload;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Times training steps of backends and other libraries, workload by workload. Everything that can
 * be refused is refused when it is made.
 *
 * <p>Every participant runs in fresh processes, in turn (A B A B); those of other libraries try one
 * thread and all, and their best counts. A step is everything: taking the next batch of the
 * shuffled rows, converting it, forward, loss, count of right answers, backward, update.
 */
public final class Bench {
  private final List<Backend> backends;
  private final List<Task> tasks;
  private final int threads;
  private final Timing timing;
  private final Optional<Path> peers;

  /**
   * A benchmark.
   *
   * @param backends names of backends; the first is what the others are compared with
   * @param threads of each backend, and the most of each peer
   * @param peers the checkout in which other libraries were built, if they are to take part
   * @param seconds of measuring for each workload and each participant
   * @throws IllegalArgumentException if the data, a workload, backends or peers do not fit
   * @throws IllegalStateException if a backend cannot run here, or peers are not built
   */
  public Bench(
      List<Workload> workloads,
      Dataset data,
      List<String> backends,
      int threads,
      Optional<Path> peers,
      double seconds) {
    this(workloads, data, backends, threads, peers, Timing.of(seconds));
  }

  Bench(
      List<Workload> workloads,
      Dataset data,
      List<String> backends,
      int threads,
      Optional<Path> peers,
      Timing timing) {
    this.threads = threads;
    this.timing = timing;
    this.peers = peers;
    this.backends = backends.stream().map(Backend::choose).toList();
    requireDifferent(this.backends.stream().map(Backend::name).toList(), "backend");
    requireDifferent(workloads.stream().map(Workload::name).toList(), "workload");
    this.tasks = workloads.stream().map(each -> Task.of(each, data, timing)).toList();
    peers.ifPresent(Peers::requireBuilt);
    for (Task task : tasks) {
      Plan plan = task.plan();
      this.backends.forEach(backend -> backend.check(plan));
      if (peers.isPresent()) {
        Peers.check(plan);
      }
    }
  }

  private static void requireDifferent(List<String> names, String what) {
    if (new LinkedHashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException(
          "each " + what + " wants to be named once, came " + String.join(",", names));
    }
  }

  /** Measures; the listener hears of every workload as soon as it is done. */
  public BenchReport run(Listener listener) {
    try (Scratch scratch = Scratch.create()) {
      return run(scratch.folder(), listener);
    } catch (IOException e) {
      throw new UncheckedIOException("a benchmark cannot write its files: " + e.getMessage(), e);
    }
  }

  private BenchReport run(Path folder, Listener listener) throws IOException {
    Machine machine = Machine.here();
    listener.doing("matmul peak and memory bandwidth");
    Roofline roofline = Roofline.measure(threads, folder);
    Map<String, String> versions = new LinkedHashMap<>();
    backends.forEach(backend -> versions.putAll(backend.availability().versions()));
    BenchReport report = new BenchReport(
        machine,
        Machine.gpus(folder),
        versions,
        tasks.get(0).data().name(),
        tasks.get(0).data().samples(),
        timing.text(),
        roofline,
        List.of());
    listener.table(BenchTable.head(report));
    List<Participant> participants = participants(folder);
    List<BenchReport.Part> parts = new ArrayList<>();
    for (Task task : tasks) {
      BenchReport.Part part = part(task, participants, folder, listener);
      parts.add(part);
      listener.table(BenchTable.of(part, roofline));
      listener.measured(report.with(parts));
    }
    return report.with(parts);
  }

  private List<Participant> participants(Path folder) {
    List<Participant> participants = new ArrayList<>();
    backends.forEach(backend -> participants.add(Participant.ours(backend.name(), threads)));
    peers.ifPresent(root -> {
      participants.addAll(Peers.ofJava(root, threads));
      participants.addAll(Peers.ofPython(folder, threads));
    });
    return participants;
  }

  private BenchReport.Part part(
      Task task, List<Participant> participants, Path folder, Listener listener)
      throws IOException {
    task.writeData(folder);
    Rounds rounds = new Rounds(
        (participant, count) -> measure(task, participant, count, folder),
        what -> listener.doing(task.workload() + ", " + what));
    List<ParticipantResults> results = rounds.run(participants, timing.rounds());
    List<Row> rows = results.stream()
        .map(result -> Row.of(
            result, results.get(0), Peers.published(result.participant().name(), task.workload())))
        .toList();
    Plan plan = task.plan();
    return new BenchReport.Part(task.workload(), Workload.describe(plan), Work.of(plan), rows);
  }

  private static Measurement measure(Task task, Participant participant, int threads, Path folder) {
    task.write(folder, threads);
    Question question = new Question(participant.start().command(folder, threads), threads);
    ProcessorTime before = ProcessorTime.now();
    JsonNode answer = question.ask(folder);
    return Measurement.of(answer, ProcessorTime.now().percentStolenSince(before));
  }
}
