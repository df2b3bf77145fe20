package dev.pulmu.schedule;

import dev.pulmu.names.Names;
import dev.pulmu.text.Bounds;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The schedules with names, each a formula of epoch or step. A new one is a record here and a line
 * in {@link #known}. Their first argument, the rate η₀, may stand without its key, or be left out
 * where somebody else knows it. Those that go by epochs change at the run's epoch boundaries, and
 * count from the first epoch that they see.
 */
public final class Schedules {
  private Schedules() {}

  private static Map<String, BiFunction<Call, Double, Schedule>> known() {
    Map<String, BiFunction<Call, Double, Schedule>> known = new LinkedHashMap<>();
    known.put("constant", Schedule.Constant::read);
    known.put("step", Step::read);
    known.put("exponential", Exponential::read);
    known.put("inverse", Inverse::read);
    known.put("sqrt-epoch", (call, base) -> new SqrtEpoch(rateOf(call, base)));
    known.put("sqrt-step", (call, base) -> new SqrtStep(rateOf(call, base)));
    known.put("polynomial", Polynomial::read);
    known.put("cosine", Cosine::read);
    known.put("one-cycle", OneCycle::read);
    known.put("piecewise", Piecewise::read);
    known.put("reduce-on-plateau", ReduceOnPlateau::read);
    known.put("manual", Manual::read);
    known.put("warmup", (call, base) -> Warmup.read(call, new Schedule.Constant(base)));
    return known;
  }

  static List<String> names() {
    return List.copyOf(known().keySet());
  }

  /** Reads a schedule; a base of NaN stands for none. */
  static Schedule parse(String text, double base) {
    if (text.strip().matches("(?i).*\\)\\s*then")) {
      throw new IllegalArgumentException("'" + text.strip() + "' wants a schedule after it, as in '"
          + text.strip() + " cosine(0.1)'");
    }
    List<String> parts = Call.chain(text);
    Schedule schedule = parts.isEmpty() ? single("", base) : null;
    for (int i = parts.size() - 1; i >= 0; i--) {
      schedule = schedule == null ? single(parts.get(i), base) : before(parts.get(i), schedule);
    }
    return schedule;
  }

  private static Schedule single(String text, double base) {
    if (text.matches("(?i)[-+]?([\\d.].*|nan|inf|infinity)")) {
      return new Schedule.Constant(Numbers.parse("a learning rate", text));
    }
    Call call = Call.parse(text);
    BiFunction<Call, Double, Schedule> reader = known().get(call.name());
    if (reader == null) {
      throw Names.unknown("schedule", call.name(), names());
    }
    if (call.name().equals("warmup") && Double.isNaN(base)) {
      throw new IllegalArgumentException(
          "'" + text + "' wants a schedule after it, as in '" + text + " then cosine(0.1)'");
    }
    Schedule schedule = reader.apply(call, base);
    call.end();
    return schedule;
  }

  private static Schedule before(String text, Schedule next) {
    Call call = Call.parse(text);
    if (!call.name().equals("warmup")) {
      throw new IllegalArgumentException("only warmup(…) can stand before 'then', came '" + text
          + "'; for rates that change at given epochs there is piecewise(…)");
    }
    Schedule schedule = Warmup.read(call, next);
    call.end();
    return schedule;
  }

  /** The argument {@code rate} of an optimizer, or the default, which also is its base rate. */
  public static Schedule read(Call call, Schedule otherwise) {
    String text = call.text("rate", null);
    return text == null ? otherwise : parse(text, otherwise.base());
  }

  /** The first argument of a schedule, or the base. */
  static double rateOf(Call call, double base) {
    String text = call.first("rate", null);
    return text == null ? said(call, base, "0.1") : Numbers.parse(call.name() + ": rate", text);
  }

  static double said(Call call, double base, String example) {
    if (Double.isNaN(base)) {
      throw new IllegalArgumentException(
          call.name() + " wants a rate, as in " + call.name() + "(" + example + ")");
    }
    return base;
  }

  static String text(String name, double rate, Object... keysAndValues) {
    StringBuilder text = new StringBuilder(name).append('(').append(Numbers.text(rate));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      text.append(", ").append(keysAndValues[i]).append('=');
      Object value = keysAndValues[i + 1];
      text.append(value instanceof Double real ? Numbers.text(real) : value);
    }
    return text.append(')').toString();
  }

  /** From one rate to another along half a cosine. */
  private static double swing(double from, double to, double share) {
    return from + (to - from) * (1 - StrictMath.cos(StrictMath.PI * share)) / 2;
  }

  /** A staircase: η₀ times {@code factor} after every {@code every} epochs. */
  public record Step(double base, double factor, int every) implements Schedule {
    public Step {
      Bounds.rate(base);
      Bounds.above0("step", "factor", factor);
      Bounds.check(every >= 1, "step", "every", "of at least 1", every);
    }

    static Step read(Call call, double base) {
      return new Step(rateOf(call, base), call.real("factor", 0.5), call.whole("every", 10, 1));
    }

    @Override
    public double rate(Place place) {
      return base * StrictMath.pow(factor, place.epoch() / every);
    }

    @Override
    public String text() {
      return Schedules.text("step", base, "factor", factor, "every", every);
    }
  }

  /** η₀ · factor^epoch, epochs counted from 0. */
  public record Exponential(double base, double factor) implements Schedule {
    public Exponential {
      Bounds.rate(base);
      Bounds.above0("exponential", "factor", factor);
    }

    static Exponential read(Call call, double base) {
      return new Exponential(rateOf(call, base), call.real("factor", 0.95));
    }

    @Override
    public double rate(Place place) {
      return base * StrictMath.pow(factor, place.epoch());
    }

    @Override
    public String text() {
      return Schedules.text("exponential", base, "factor", factor);
    }
  }

  /** η₀ / (1 + d · epoch), epochs counted from 0. */
  public record Inverse(double base, double decay) implements Schedule {
    public Inverse {
      Bounds.rate(base);
      Bounds.atLeast0("inverse", "decay", decay);
    }

    static Inverse read(Call call, double base) {
      return new Inverse(rateOf(call, base), call.real("decay", 1));
    }

    @Override
    public double rate(Place place) {
      return base / (1 + decay * place.epoch());
    }

    @Override
    public String text() {
      return Schedules.text("inverse", base, "decay", decay);
    }
  }

  /** k / √epoch, epochs counted from 1. */
  public record SqrtEpoch(double base) implements Schedule {
    public SqrtEpoch {
      Bounds.rate(base);
    }

    @Override
    public double rate(Place place) {
      return base / Math.sqrt(place.epoch() + 1);
    }

    @Override
    public String text() {
      return Schedules.text("sqrt-epoch", base);
    }
  }

  /** k / √step, steps counted from 1. */
  public record SqrtStep(double base) implements Schedule {
    public SqrtStep {
      Bounds.rate(base);
    }

    @Override
    public double rate(Place place) {
      return base / Math.sqrt(place.step() + 1);
    }

    @Override
    public String text() {
      return Schedules.text("sqrt-step", base);
    }
  }

  /** From η₀ to {@code end} over the run, by the step: the rest of the way to the {@code power}. */
  public record Polynomial(double base, double power, double end) implements Schedule {
    public Polynomial {
      Bounds.rate(base);
      Bounds.above0("polynomial", "power", power);
      Bounds.atLeast0("polynomial", "end", end);
    }

    static Polynomial read(Call call, double base) {
      return new Polynomial(rateOf(call, base), call.real("power", 1), call.real("end", 0));
    }

    @Override
    public boolean spansRun() {
      return true;
    }

    @Override
    public double rate(Place place) {
      return end + (base - end) * StrictMath.pow(1 - place.progress(), power);
    }

    @Override
    public String text() {
      return Schedules.text("polynomial", base, "power", power, "end", end);
    }
  }

  /**
   * From η₀ to {@code end} over the run along half a cosine (Loshchilov and Hutter 2017), by the
   * step.
   */
  public record Cosine(double base, double end) implements Schedule {
    public Cosine {
      Bounds.rate(base);
      Bounds.atLeast0("cosine", "end", end);
    }

    static Cosine read(Call call, double base) {
      return new Cosine(rateOf(call, base), call.real("end", 0));
    }

    @Override
    public boolean spansRun() {
      return true;
    }

    @Override
    public double rate(Place place) {
      return swing(base, end, place.progress());
    }

    @Override
    public String text() {
      return Schedules.text("cosine", base, "end", end);
    }
  }

  /**
   * Up and down once (Smith 2018), by the step: from η₀/divide to its peak η₀ in the first share
   * {@code rise} of the run, then down to {@code end}, both along half a cosine.
   */
  public record OneCycle(double base, double rise, double divide, double end) implements Schedule {
    public OneCycle {
      Bounds.rate(base);
      Bounds.check(rise > 0 && rise < 1, "one-cycle", "rise", "in (0, 1)", rise);
      Bounds.above0("one-cycle", "divide", divide);
      Bounds.atLeast0("one-cycle", "end", end);
    }

    static OneCycle read(Call call, double base) {
      return new OneCycle(
          rateOf(call, base), call.real("rise", 0.3), call.real("divide", 25), call.real("end", 0));
    }

    @Override
    public boolean spansRun() {
      return true;
    }

    @Override
    public double rate(Place place) {
      double done = place.progress();
      // At the peak both halves say the same
      return done < rise
          ? swing(base / divide, base, done / rise)
          : swing(base, end, (done - rise) / (1 - rise));
    }

    @Override
    public String text() {
      return Schedules.text("one-cycle", base, "rise", rise, "divide", divide, "end", end);
    }
  }

  /**
   * η₀, and another rate from given epochs on: {@code piecewise(0.1, 10:0.01, 20:0.001)} has .01
   * once ten epochs are done.
   */
  public record Piecewise(double base, List<Change> changes) implements Schedule {
    /** From this many epochs on this rate. */
    public record Change(int epoch, double rate) {}

    public Piecewise {
      Bounds.rate(base);
      changes = List.copyOf(changes);
      int before = 0;
      for (Change change : changes) {
        Bounds.check(
            change.epoch > before, "piecewise", "epochs", "that rise from 1", change.epoch);
        Bounds.rate(change.rate);
        before = change.epoch;
      }
    }

    static Piecewise read(Call call, double base) {
      List<String> list = new ArrayList<>(call.list());
      double first;
      if (!list.isEmpty() && (list.get(0).indexOf(':') < 0 || list.get(0).startsWith("0:"))) {
        first = Numbers.parse("piecewise: rate", list.remove(0).replaceFirst("^0:", ""));
      } else {
        first = said(call, base, "0.1");
      }
      List<Change> changes = new ArrayList<>();
      for (String pair : list) {
        String[] parts = pair.split(":", -1);
        if (parts.length != 2) {
          throw new IllegalArgumentException(
              "piecewise wants pairs of epoch:rate, came '" + pair + "'");
        }
        int epoch = (int) Numbers.whole("piecewise: epoch", parts[0], 0, Integer.MAX_VALUE);
        changes.add(new Change(epoch, Numbers.parse("piecewise: rate", parts[1])));
      }
      return new Piecewise(first, changes);
    }

    @Override
    public double rate(Place place) {
      double rate = base;
      for (Change change : changes) {
        rate = place.epoch() >= change.epoch ? change.rate : rate;
      }
      return rate;
    }

    @Override
    public String text() {
      StringBuilder text = new StringBuilder("piecewise(").append(Numbers.text(base));
      for (Change change : changes) {
        text.append(", ").append(change.epoch).append(':').append(Numbers.text(change.rate));
      }
      return text.append(')').toString();
    }
  }
}
