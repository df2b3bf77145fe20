package dev.pulmu.datasets;

import java.util.Arrays;
import java.util.function.Function;

/**
 * The wanted answers of a network, one row a sample. The arrays are shared, never copied: whoever
 * makes targets or asks for their values must not change them.
 */
public sealed interface Targets permits Targets.Labels, Targets.Values {

  /** Numbers that a network gives for one sample: classes, or columns of values. */
  int outputs();

  /** Samples that have a target. */
  int samples();

  /** Calls the function for targets of this kind and returns its result. */
  <R> R match(Function<Labels, R> labels, Function<Values, R> values);

  /** Targets of some of the samples, in the given order. */
  Targets rows(int[] rows);

  /**
   * One class a sample.
   *
   * @param values (samples), each 0..classes-1
   * @param classes how many classes there are, at least 1
   */
  record Labels(int[] values, int classes) implements Targets {
    public Labels {
      if (classes < 1) {
        throw new IllegalArgumentException("labels want at least 1 class, came " + classes);
      }
      for (int sample = 0; sample < values.length; sample++) {
        if (values[sample] < 0 || values[sample] >= classes) {
          throw new IllegalArgumentException(
              "labels want 0.." + (classes - 1) + ", sample " + sample + " has " + values[sample]);
        }
      }
    }

    @Override
    public int outputs() {
      return classes;
    }

    @Override
    public int samples() {
      return values.length;
    }

    @Override
    public <R> R match(Function<Labels, R> labels, Function<Values, R> values) {
      return labels.apply(this);
    }

    @Override
    public Labels rows(int[] rows) {
      return new Labels(Arrays.stream(rows).map(row -> values[row]).toArray(), classes);
    }

    @Override
    public String toString() {
      return samples() + " labels of " + classes + " classes";
    }
  }

  /**
   * Numbers to come close to.
   *
   * @param values (samples, columns), row after row
   */
  record Values(float[] values, int columns) implements Targets {
    public Values {
      Features.requireTable("targets", values.length, columns);
    }

    @Override
    public int outputs() {
      return columns;
    }

    @Override
    public int samples() {
      return values.length / columns;
    }

    @Override
    public <R> R match(Function<Labels, R> labels, Function<Values, R> values) {
      return values.apply(this);
    }

    @Override
    public Values rows(int[] rows) {
      return new Values(Features.rows(values, columns, rows), columns);
    }

    @Override
    public String toString() {
      return samples() + "×" + columns + " numbers";
    }
  }
}
