package dev.pulmu.metrics;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * How well one class, or the yes of one question, was told from all others.
 *
 * @param name of the class or of the question
 * @param samples rows that are of this class
 * @param answers rows that were taken for this class
 * @param right rows that are of this class and were taken for it
 * @param rocAuc the probability that a row of this class has a larger score for it than another
 *     row, equal scores counting half; absent where no row or every row is of this class
 */
public record ClassFigures(
    String name, long samples, long answers, long right, OptionalDouble rocAuc) {

  /** The share of its answers that are right; absent where nothing was taken for this class. */
  public OptionalDouble precision() {
    return share(right, answers);
  }

  /** The share of its rows that were found; absent where there are none. */
  public OptionalDouble recall() {
    return share(right, samples);
  }

  /**
   * The harmonic mean of precision and recall: 0 where all answers are wrong, absent where there is
   * neither a row nor an answer of this class.
   */
  public OptionalDouble f1() {
    return share(2 * right, samples + answers);
  }

  private static OptionalDouble share(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }

  /**
   * The mean of a figure over the classes with a row or an answer. One that has no value counts 0,
   * as it does in scikit-learn: a class does not become better by never being answered.
   */
  static OptionalDouble macro(
      List<ClassFigures> classes, Function<ClassFigures, OptionalDouble> figure) {
    return classes.stream()
        .filter(each -> each.samples + each.answers > 0)
        .mapToDouble(each -> figure.apply(each).orElse(0))
        .average();
  }

  /** The mean area under the curve of the classes that have one. */
  static OptionalDouble macroRocAuc(List<ClassFigures> classes) {
    return classes.stream()
        .map(ClassFigures::rocAuc)
        .flatMapToDouble(OptionalDouble::stream)
        .average();
  }
}
