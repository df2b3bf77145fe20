package dev.pulmu.bench.task;

import dev.pulmu.config.RunConfig;
import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.names.Names;
import dev.pulmu.network.Activation;
import dev.pulmu.plan.Plan;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A network and a way to train it whose steps are timed.
 *
 * @param name its letter, or {@code custom}
 * @param config of which the part that decides the plan counts, and the seed
 */
public record Workload(String name, RunConfig config) {
  /** What is timed when nothing is said: those for CPUs. */
  public static final List<String> USUAL = List.of("A", "A1024", "B", "C128", "C1024");

  private static final Map<String, Workload> KNOWN = known();

  private static Map<String, Workload> known() {
    Map<String, Workload> known = new LinkedHashMap<>();
    for (String row : List.of(
        "A 100 false 100 sgd",
        "A1024 100 false 1024 adam",
        "B 100,100,100,100,100 true 100 adam",
        "C128 1024,1024 true 128 adam",
        "C1024 1024,1024 true 1024 adam",
        "D1024 4096,4096,4096 true 1024 adam",
        "D8192 4096,4096,4096 true 8192 adam")) {
      String[] cells = row.split(" ");
      known.put(
          cells[0],
          new Workload(
              cells[0],
              RunConfig.DEFAULT
                  .with("hidden", cells[1])
                  .with("batch-norm", cells[2])
                  .with("batch", cells[3])
                  .with("optimizer", cells[4])));
    }
    return known;
  }

  /** The names that {@link #named} knows. */
  public static List<String> names() {
    return List.copyOf(KNOWN.keySet());
  }

  /**
   * The workload of this name.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  public static Workload named(String name) {
    Workload found = KNOWN.get(name.strip().toUpperCase(Locale.ROOT));
    if (found == null) {
      throw Names.unknown("workload", name, names());
    }
    return found;
  }

  /** A workload that has no letter. */
  public static Workload custom(RunConfig config) {
    return new Workload("custom", config);
  }

  /** The network from inputs to outputs, the batch and what moves the weights, for people. */
  public static String describe(Plan plan) {
    List<String> hidden = plan.blocks().subList(0, plan.blocks().size() - 1).stream()
        .map(block -> block.accept(Workload::describe))
        .toList();
    boolean alike = hidden.size() > 1 && hidden.stream().distinct().count() == 1;
    String layers = alike ? "[" + hidden.get(0) + "]×" + hidden.size() : String.join("-", hidden);
    return String.format(
        Locale.ROOT,
        "%d-%s%d, batch %s, %s(rate=%s)",
        plan.network().inputs(),
        layers.isEmpty() ? "" : layers + "-",
        plan.network().outputs(),
        plan.accumulate() == 1 ? plan.batch() : plan.accumulate() + "×" + plan.batch(),
        Call.nameOf(plan.update().rule().text()),
        Numbers.text(plan.update().rule().rate().base()));
  }

  private static String describe(DenseBlock block) {
    String activation = block.activation() == Activation.IDENTITY
        ? ""
        : " " + block.activation().text();
    return block.outputs() + (block.hasBatchNorm() ? " BN" : "") + activation;
  }

  /** How many rows a full step has. */
  static int rowsPerStep(Plan plan) {
    return plan.batch() * plan.accumulate();
  }

  /** The plan for samples of a data set. */
  Plan plan(int inputs, int outputs, int rows) {
    return config.plan(inputs, outputs, rows);
  }
}
