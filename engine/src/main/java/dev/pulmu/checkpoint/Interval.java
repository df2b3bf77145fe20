package dev.pulmu.checkpoint;

import dev.pulmu.names.Names;
import dev.pulmu.text.Numbers;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a run writes a checkpoint, the option {@code --checkpoint-every}: {@code 500steps},
 * {@code 1epoch}, {@code 30s}, {@code 5min}; a steady one can be held back, {@code 1epoch at most
 * every 1min}.
 *
 * @param count how many of the unit
 * @param unit what is counted
 * @param pauseSeconds the least time between two checkpoints
 */
public record Interval(long count, Unit unit, long pauseSeconds) {
  /** Each epoch, and at most once a minute. */
  public static final Interval DEFAULT = new Interval(1, Unit.EPOCHS, 60);

  private static final String EXAMPLES = "500steps, 1epoch, 30s, 5min";
  private static final String PAUSE = " at most every ";
  private static final Pattern FORM = Pattern.compile("([+-]?[\\d.]+)\\s*([a-z]+)");
  private static final long LARGEST = 1_000_000_000;
  private static final long NANOS = 1_000_000_000;

  /** What an interval is counted in. */
  public enum Unit {
    STEPS,
    EPOCHS,
    SECONDS
  }

  public Interval {
    requireIn("a count", count, 1);
    requireIn("a pause in seconds", pauseSeconds, 0);
    if (unit == Unit.SECONDS && pauseSeconds > 0) {
      throw new IllegalArgumentException(
          "a checkpoint interval in seconds or minutes is its own pause, came one more");
    }
  }

  /**
   * Reads an interval.
   *
   * @throws IllegalArgumentException if the text has another form, with examples
   */
  public static Interval parse(String text) {
    String plain = Names.plain(text);
    int at = plain.indexOf(PAUSE);
    if (at < 0) {
      return plain(plain, text);
    }
    Interval often = plain(plain.substring(0, at), text);
    Interval pause = plain(plain.substring(at + PAUSE.length()), text);
    if (pause.unit != Unit.SECONDS) {
      throw new IllegalArgumentException(
          "'" + text + "' wants a time behind 'at most every', as in 30s or 5min");
    }
    return new Interval(often.count, often.unit, pause.count);
  }

  private static Interval plain(String text, String whole) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw unknown(whole);
    }
    long count = Numbers.whole("a checkpoint interval", form.group(1), 1, LARGEST / 60);
    return switch (form.group(2)) {
      case "step", "steps" -> new Interval(count, Unit.STEPS, 0);
      case "epoch", "epochs" -> new Interval(count, Unit.EPOCHS, 0);
      case "s" -> new Interval(count, Unit.SECONDS, 0);
      case "min" -> new Interval(60 * count, Unit.SECONDS, 0);
      default -> throw unknown(whole);
    };
  }

  /** The canonical text; {@link #parse} reads it back to an equal value. */
  public String text() {
    String often = switch (unit) {
      case STEPS -> count == 1 ? "1step" : count + "steps";
      case EPOCHS -> count == 1 ? "1epoch" : count + "epochs";
      case SECONDS -> time(count);
    };
    return pauseSeconds == 0 ? often : often + PAUSE + time(pauseSeconds);
  }

  /**
   * Whether a checkpoint is due after some steps.
   *
   * @param from steps done before them, over the whole run
   * @param to steps done now
   * @param stepsPerEpoch how many steps an epoch has
   * @param nanos since the last checkpoint, or since the run began or went on
   */
  public boolean due(long from, long to, int stepsPerEpoch, long nanos) {
    if (unit == Unit.SECONDS) {
      return nanos / NANOS >= count;
    }
    return next(from, stepsPerEpoch) <= to && nanos / NANOS >= pauseSeconds;
  }

  /**
   * The next step after this one at whose end a checkpoint is due, if there is time: where a run
   * that works in pieces ends one. A time has none, that is {@link Long#MAX_VALUE}.
   */
  public long next(long step, int stepsPerEpoch) {
    if (unit == Unit.SECONDS) {
      return Long.MAX_VALUE;
    }
    long length = unit == Unit.EPOCHS ? count * stepsPerEpoch : count;
    return (step / length + 1) * length;
  }

  private static String time(long seconds) {
    return seconds % 60 == 0 ? seconds / 60 + "min" : seconds + "s";
  }

  private static void requireIn(String what, long value, long least) {
    if (value < least || value > LARGEST) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "a checkpoint interval wants %s of %d to %d, came %d",
          what,
          least,
          LARGEST,
          value));
    }
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        "no checkpoint interval '" + text + "'; it is written as in " + EXAMPLES);
  }
}
