package dev.pulmu.metrics;

import dev.pulmu.datasets.Targets.Values;
import dev.pulmu.layout.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Figures of answers to yes-or-no questions, several a row. What has a probability above a half is
 * answered with yes, a half with no; a target above a half is a yes.
 *
 * @param questions at least one
 * @param subsetAccuracy the share of rows with no wrong answer
 */
public record Questions(List<Question> questions, double subsetAccuracy) implements Metrics {

  /**
   * Figures of one question.
   *
   * @param yes of its yes against its no
   * @param accuracy the share of rows that were answered right
   * @param logLoss in nats, of probabilities between 2⁻²³ and 1 − 2⁻²³
   * @param calibrationError expected calibration error of the probabilities of the answers, which
   *     are at least a half, in 15 bins of 0..1 of equal width
   */
  public record Question(
      ClassFigures yes, double accuracy, double logLoss, double calibrationError) {}

  /**
   * Figures of probabilities.
   *
   * @param probabilities (N,Q) of yes, N at least 1
   * @param wanted (N,Q)
   * @param names of the Q questions
   * @throws IllegalArgumentException if these do not fit, or naming the first row with a NaN
   */
  public static Questions of(Matrix probabilities, Values wanted, List<String> names) {
    Inputs.require(probabilities, wanted, names);
    List<Question> questions = new ArrayList<>();
    boolean[] wrong = new boolean[probabilities.rows()];
    for (int i = 0; i < names.size(); i++) {
      questions.add(question(probabilities, wanted, i, names.get(i), wrong));
    }
    int right = 0;
    for (boolean isWrong : wrong) {
      right += isWrong ? 0 : 1;
    }
    return new Questions(questions, (double) right / wrong.length);
  }

  public Questions {
    questions = List.copyOf(questions);
  }

  private static Question question(
      Matrix probabilities, Values wanted, int column, String name, boolean[] wrong) {
    int rows = probabilities.rows();
    boolean[] yes = new boolean[rows];
    LogLoss loss = new LogLoss();
    Calibration calibration = new Calibration();
    long samples = 0;
    long answers = 0;
    long right = 0;
    long rightYes = 0;
    for (int row = 0; row < rows; row++) {
      float probability = probabilities.at(row, column);
      boolean answer = probability > 0.5f;
      yes[row] = wanted.values()[row * wanted.columns() + column] > 0.5f;
      loss.add(yes[row] ? probability : 1 - probability);
      calibration.add(answer ? probability : 1 - probability, answer == yes[row]);
      samples += yes[row] ? 1 : 0;
      answers += answer ? 1 : 0;
      right += answer == yes[row] ? 1 : 0;
      rightYes += answer && yes[row] ? 1 : 0;
      wrong[row] |= answer != yes[row];
    }
    OptionalDouble rocAuc = RocAuc.of(Inputs.column(probabilities, column), row -> yes[row]);
    return new Question(
        new ClassFigures(name, samples, answers, rightYes, rocAuc),
        (double) right / rows,
        loss.mean(),
        calibration.error());
  }

  /** The share of answers that are right. */
  public double accuracy() {
    return mean(Question::accuracy);
  }

  /**
   * The mean precision of the questions with a yes, wanted or given; one without given counts 0.
   */
  public OptionalDouble macroPrecision() {
    return ClassFigures.macro(yes(), ClassFigures::precision);
  }

  /** The mean recall of the questions with a yes, wanted or given; one without wanted counts 0. */
  public OptionalDouble macroRecall() {
    return ClassFigures.macro(yes(), ClassFigures::recall);
  }

  /** The mean F1 of the questions with a yes, wanted or given. */
  public OptionalDouble macroF1() {
    return ClassFigures.macro(yes(), ClassFigures::f1);
  }

  /** The mean area under the curve of the questions that have one. */
  public OptionalDouble macroRocAuc() {
    return ClassFigures.macroRocAuc(yes());
  }

  /** The mean log loss of the questions. */
  public double logLoss() {
    return mean(Question::logLoss);
  }

  /** The mean calibration error of the questions. */
  public double calibrationError() {
    return mean(Question::calibrationError);
  }

  private List<ClassFigures> yes() {
    return questions.stream().map(Question::yes).toList();
  }

  private double mean(ToDoubleFunction<Question> figure) {
    return questions.stream().mapToDouble(figure).average().orElseThrow();
  }

  @Override
  public <R> R match(
      Function<Classification, R> classification,
      Function<Questions, R> questions,
      Function<Regression, R> regression) {
    return questions.apply(this);
  }
}
