package dev.pulmu.predict;

import dev.pulmu.names.Names;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What a model says of one row. */
public final class Prediction {
  private final boolean chooses;
  private final List<String> names;
  private final double[] values;

  /** @param chooses whether one of the names is the answer */
  Prediction(boolean chooses, List<String> names, double[] values) {
    this.chooses = chooses;
    this.names = names;
    this.values = values;
  }

  /** The names of the classes, or of the target columns, in the order of the model's outputs. */
  public List<String> names() {
    return names;
  }

  /**
   * A number for each name, as a copy: the probability of a class, that of a yes, or a number in
   * the target's own units.
   */
  public double[] values() {
    return values.clone();
  }

  /**
   * The number of one name.
   *
   * @throws IllegalArgumentException if there is no such name, with those that there are
   */
  public double value(String name) {
    int place = names.indexOf(name);
    if (place < 0) {
      throw Names.unknown("class or target", name, names);
    }
    return values[place];
  }

  /** Whether the answer is one of some classes. */
  public boolean isClass() {
    return chooses;
  }

  /**
   * The class with the greatest probability, the first one of equals.
   *
   * @throws IllegalStateException if the model puts out numbers
   */
  public String label() {
    return top(1).get(0);
  }

  /**
   * The classes with the greatest probabilities, the greatest first, the first one of equals first.
   *
   * @param count of at least 1; all where there are fewer
   * @throws IllegalStateException if the model puts out numbers
   */
  public List<String> top(int count) {
    if (!chooses) {
      throw new IllegalStateException(
          "this model's answers are numbers, " + names + ", not classes; ask for value(name)");
    }
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparing(place -> -values[place]))
        .limit(count)
        .map(names::get)
        .toList();
  }

  /**
   * The number that the model predicts, where there is one target.
   *
   * @throws IllegalStateException if there are several, or classes
   */
  public double number() {
    if (chooses || values.length != 1) {
      throw new IllegalStateException("one number wanted, this model's answers are "
          + (chooses ? "classes; ask for label()" : names + "; ask for value(name)"));
    }
    return values[0];
  }

  @Override
  public String toString() {
    return names + " " + Arrays.toString(values);
  }
}
