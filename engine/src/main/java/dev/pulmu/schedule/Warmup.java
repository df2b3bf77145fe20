package dev.pulmu.schedule;

import dev.pulmu.text.Bounds;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.List;

/**
 * A warm-up before another schedule, {@code warmup(500) then cosine(0.1)}: from step i = 0 on the
 * share (i+1)/n of the rate that the other begins with. The other begins when the n steps are over
 * and ends with the run.
 *
 * @param length n
 * @param unit of the length
 * @param next what comes after
 */
public record Warmup(int length, Unit unit, Schedule next) implements Schedule {
  /** What lengths are counted in. */
  public enum Unit {
    STEPS,
    EPOCHS
  }

  public Warmup {
    Bounds.check(length >= 1, "warmup", "a length", "of at least 1", length);
  }

  static Warmup read(Call call, Schedule next) {
    String text = call.first("length", null);
    if (text == null) {
      throw new IllegalArgumentException(
          "warmup wants a length, as in warmup(500) or warmup(2epochs)");
    }
    String count = text.replaceFirst("\\s*(steps?|epochs?)$", "");
    Unit unit = text.contains("epoch") ? Unit.EPOCHS : Unit.STEPS;
    long length = Numbers.whole("warmup: length", count, Integer.MIN_VALUE, Integer.MAX_VALUE);
    return new Warmup((int) length, unit, next);
  }

  @Override
  public double rate(Place place) {
    long steps = unit == Unit.EPOCHS ? (long) length * place.stepsPerEpoch() : length;
    return place.step() < steps
        ? next.rate(place.fresh(steps)) * (place.step() + 1) / steps
        : next.rate(place.after(steps));
  }

  @Override
  public boolean spansRun() {
    return next.spansRun();
  }

  @Override
  public double base() {
    return next.base();
  }

  @Override
  public Warmup start(Past past) {
    return new Warmup(length, unit, next.start(past));
  }

  @Override
  public void observe(double loss) {
    next.observe(loss);
  }

  @Override
  public List<Edit> edits() {
    return next.edits();
  }

  @Override
  public String text() {
    return "warmup(" + length + (unit == Unit.EPOCHS ? "epochs" : "") + ") then " + next.text();
  }
}
