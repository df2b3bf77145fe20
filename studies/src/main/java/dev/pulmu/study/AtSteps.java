package dev.pulmu.study;

import dev.pulmu.run.Listener;
import dev.pulmu.run.Look;
import java.util.Arrays;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/**
 * Reads something of a network whenever so many steps are done. A net that falls apart is read as
 * its last finite step left it, at all steps that were still to come.
 */
public final class AtSteps implements Listener {
  private final int[] steps;
  private final ObjIntConsumer<Look> reader;

  /**
   * A reader.
   *
   * @param steps that are to be done, ascending; 0 is before the first
   * @param reader is given the network and which of the steps it is
   */
  public AtSteps(IntStream steps, ObjIntConsumer<Look> reader) {
    this.steps = steps.distinct().toArray();
    this.reader = reader;
  }

  /** Puts the mean loss of each step's batch before its update; NaN once a net fell apart. */
  public static AtSteps losses(double[] losses) {
    return new AtSteps(
        IntStream.rangeClosed(1, losses.length),
        (look, step) -> losses[step - 1] = look.totals().loss());
  }

  @Override
  public long nextLook(long from, int stepsPerEpoch) {
    return Arrays.stream(steps)
        .filter(step -> step >= from)
        .mapToLong(step -> step)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  @Override
  public void look(Look look) {
    reader.accept(look, (int) look.step());
  }

  @Override
  public void notFinite(Look last) {
    for (int step : steps) {
      if (step > last.step()) {
        reader.accept(last, step);
      }
    }
  }
}
