package dev.pulmu.metrics;

import dev.pulmu.datasets.Targets.Labels;
import dev.pulmu.layout.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Figures of a classifier: a row has one class, and is taken for the one with the largest score.
 *
 * <p>Where scores are equal, the lowest class counts as the larger one, here and in
 * {@link #topKAccuracy}. (In scikit-learn 1.9 the top k take the highest class first, unless there
 * are two, and {@code argmax} takes the lowest.)
 *
 * @param classes figures of each class against the rest
 * @param ranks number r counts the rows for which r classes had a larger score than the right one
 * @param logLoss in nats, of probabilities between 2⁻²³ and 1 − 2⁻²³; absent where scores are none
 * @param calibrationError expected calibration error of the answers' probabilities in 15 bins of
 *     equal width (Guo et al. 2017); absent where scores are none
 */
public record Classification(
    List<ClassFigures> classes,
    List<Long> ranks,
    OptionalDouble logLoss,
    OptionalDouble calibrationError)
    implements Metrics {

  /**
   * Figures of probabilities.
   *
   * @param probabilities (N,C), each row with the sum 1, N at least 1
   * @param labels of the N rows
   * @param names of the C classes
   * @throws IllegalArgumentException if these do not fit, or naming the first row with a NaN
   */
  public static Classification of(Matrix probabilities, Labels labels, List<String> names) {
    LogLoss loss = new LogLoss();
    Calibration calibration = new Calibration();
    Classification scores = ofScores(probabilities, labels, names);
    for (int row = 0; row < probabilities.rows(); row++) {
      int label = labels.values()[row];
      int answer = probabilities.largest(row);
      loss.add(probabilities.at(row, label));
      calibration.add(probabilities.at(row, answer), answer == label);
    }
    return new Classification(
        scores.classes,
        scores.ranks,
        OptionalDouble.of(loss.mean()),
        OptionalDouble.of(calibration.error()));
  }

  /**
   * Figures of scores that are no probabilities: there is no log loss and no calibration error.
   *
   * @param scores (N,C), N at least 1
   * @throws IllegalArgumentException as {@link #of}
   */
  public static Classification ofScores(Matrix scores, Labels labels, List<String> names) {
    int count = labels.classes();
    Inputs.require(scores, labels, names);
    long[] ranks = new long[count];
    long[] samples = new long[count];
    long[] answers = new long[count];
    long[] right = new long[count];
    for (int row = 0; row < scores.rows(); row++) {
      int label = labels.values()[row];
      int answer = scores.largest(row);
      ranks[rank(scores, row, label)]++;
      samples[label]++;
      answers[answer]++;
      right[label] += answer == label ? 1 : 0;
    }
    List<ClassFigures> classes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int name = i;
      OptionalDouble rocAuc =
          RocAuc.of(Inputs.column(scores, i), row -> labels.values()[row] == name);
      classes.add(new ClassFigures(names.get(i), samples[i], answers[i], right[i], rocAuc));
    }
    return new Classification(
        classes,
        Arrays.stream(ranks).boxed().toList(),
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  public Classification {
    classes = List.copyOf(classes);
    ranks = List.copyOf(ranks);
  }

  /** How many classes come before the label. */
  private static int rank(Matrix scores, int row, int label) {
    float wanted = scores.at(row, label);
    int rank = 0;
    for (int i = 0; i < scores.columns(); i++) {
      rank += scores.at(row, i) > wanted || i < label && scores.at(row, i) == wanted ? 1 : 0;
    }
    return rank;
  }

  /** The share of rows that were taken for what they are. */
  public double accuracy() {
    return topKAccuracy(1);
  }

  /**
   * The share of rows whose class is among the k with the largest scores.
   *
   * @throws IllegalArgumentException if k is not in 1..C
   */
  public double topKAccuracy(int k) {
    if (k < 1 || k > ranks.size()) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "top k of %d classes wants k in 1..%d, came %d",
          ranks.size(),
          ranks.size(),
          k));
    }
    return (double) sum(ranks.subList(0, k)) / sum(ranks);
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** Of 3 and 5 those k for which there are more than k classes. */
  public List<Integer> severalK() {
    return Stream.of(3, 5).filter(k -> k < ranks.size()).toList();
  }

  /** The mean precision of the classes with a row or an answer; one without answers counts 0. */
  public double macroPrecision() {
    return ClassFigures.macro(classes, ClassFigures::precision).orElseThrow();
  }

  /** The mean recall of the classes with a row or an answer; one without rows counts 0. */
  public double macroRecall() {
    return ClassFigures.macro(classes, ClassFigures::recall).orElseThrow();
  }

  /** The mean F1 of the classes with a row or an answer. */
  public double macroF1() {
    return ClassFigures.macro(classes, ClassFigures::f1).orElseThrow();
  }

  /** The mean area under the curve, one class against the rest, of the classes that have one. */
  public OptionalDouble macroRocAuc() {
    return ClassFigures.macroRocAuc(classes);
  }

  @Override
  public <R> R match(
      Function<Classification, R> classification,
      Function<Questions, R> questions,
      Function<Regression, R> regression) {
    return classification.apply(this);
  }
}
