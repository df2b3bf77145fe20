import dev.pulmu.config.RunConfig;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.metrics.Metrics;
import dev.pulmu.run.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What Pulmu makes of the splits that splits.py wrote, with no option but the target and the seed.
 *
 * <p>{@code java --add-modules jdk.incubator.vector -cp 'cli/target/pulmu/lib/*'
 * docs/tables/Tables.java FOLDER iris:target wine:target breast_cancer:target diabetes:target
 * penguins:species titanic:survived}
 */
final class Tables {
  private static final int SPLITS = 20;

  private Tables() {}

  public static void main(String[] arguments) {
    for (int i = 1; i < arguments.length; i++) {
      String[] table = arguments[i].split(":");
      Path folder = Path.of(arguments[0], table[0]);
      long began = System.nanoTime();
      List<Double> scores = new ArrayList<>();
      for (int seed = 0; seed < SPLITS; seed++) {
        RunConfig config = RunConfig.parse(
            "dataset = csv\nbackend = cpu\ntargets = " + table[1] + "\nseed = " + seed);
        Path split = folder.resolve(Integer.toString(seed));
        scores.add(score(Run.load(config, Lookup.usual().in(split))));
      }
      double mean = scores.stream().mapToDouble(score -> score).average().orElseThrow();
      double variance = scores.stream()
          .mapToDouble(score -> (score - mean) * (score - mean))
          .average()
          .orElseThrow();
      System.out.printf(
          Locale.ROOT,
          "%-14s mean %.4f deviation %.4f%n%-14s %.2f seconds a split%n",
          table[0],
          mean,
          Math.sqrt(variance),
          table[0],
          (System.nanoTime() - began) / 1e9 / SPLITS);
    }
  }

  /** Accuracy of classes, R² of numbers. */
  private static double score(Run run) {
    Metrics metrics = run.train().report().testMetrics().orElseThrow();
    return metrics.match(
        classes -> classes.accuracy(),
        questions -> questions.accuracy(),
        numbers -> numbers.r2().orElseThrow());
  }
}
