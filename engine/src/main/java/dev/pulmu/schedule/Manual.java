package dev.pulmu.schedule;

import dev.pulmu.text.Bounds;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A schedule whose rate a person edits while training runs; the source is asked once at the
 * beginning of each epoch. If it cannot be read, the rate stays as it is, and an
 * {@link Schedule.Edit} says so.
 *
 * @param source who is asked
 * @param base the rate until somebody says another
 */
public record Manual(Source source, double base) implements Schedule {
  /** Something that can be asked for a rate: a callback, or a {@link RateFile}. */
  public interface Source {
    /**
     * The rate from this epoch on.
     *
     * @param epoch counted from 1
     * @throws IOException if there is none to be had
     * @throws IllegalArgumentException if it is no number
     */
    double rate(int epoch) throws IOException;

    /** The name of this source in messages. */
    default String text() {
      return "callback";
    }
  }

  /**
   * A text file with one number in it; empty lines and those that begin with {@code #} say nothing.
   *
   * @param path such that a text with it can be read back: without comma, equals sign, parentheses
   *     or line breaks, and no space at its ends
   */
  public record RateFile(Path path) implements Source {
    public RateFile {
      String text = path.toString();
      if (text.matches("(?s).*[,=()\\v].*") || !text.equals(text.strip())) {
        throw new IllegalArgumentException(
            "manual wants a file whose path has no ',', '=', '(', ')' or line break and no space"
                + " at its ends, came '" + text + "'; rename it or link to it");
      }
    }

    @Override
    public double rate(int epoch) throws IOException {
      List<String> lines;
      try {
        lines = Files.readAllLines(path).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
      } catch (NoSuchFileException e) {
        throw new IOException("there is no " + path, e);
      } catch (CharacterCodingException e) {
        throw new IOException(path + " is no text in UTF-8", e);
      } catch (IOException e) {
        throw new IOException("cannot read " + path + " (" + e.getMessage() + ")", e);
      }
      if (lines.size() != 1) {
        throw new IllegalArgumentException(
            path + " wants one line with a number, came " + lines.size());
      }
      String line = lines.get(0);
      return Numbers.parse(path.toString(), line.substring(0, Math.min(40, line.length())));
    }

    @Override
    public String text() {
      return path.toString();
    }
  }

  public Manual {
    Bounds.rate(base);
  }

  /** Whether the texts are: what a source says is no part of the value, the edits keep it. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Manual manual && text().equals(manual.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  static Manual read(Call call, double base) {
    String file = call.first("file", null);
    String rate = call.text("rate", null);
    if (file == null) {
      call.end(); // an unknown key is perhaps a path with a '='
      throw new IllegalArgumentException("manual wants a file, as in manual(rate.txt, rate=0.1)");
    }
    return new Manual(
        new RateFile(Path.of(file)),
        rate == null
            ? Schedules.said(call, base, file + ", rate=0.1")
            : Numbers.parse("manual: rate", rate));
  }

  /**
   * The rate that the source gives now. To ask it only once an epoch, {@link #start} the schedule.
   */
  @Override
  public double rate(Place place) {
    return start(Past.NONE).rate(place);
  }

  @Override
  public Schedule start(Past past) {
    return new Watch(this, past);
  }

  @Override
  public String text() {
    return "manual(" + source.text() + ", rate=" + Numbers.text(base) + ")";
  }

  /**
   * A manual schedule at work: each epoch has the rate that it was first given. It knows no more
   * than which epochs have begun and the edits, so that a run that goes on elsewhere can bring
   * both.
   */
  private static final class Watch implements Schedule {
    private final Manual manual;
    private final List<Edit> edits;
    private long begun;

    Watch(Manual manual, Past past) {
      this.manual = manual;
      this.edits = new ArrayList<>(past.edits());
      this.begun = past.begun();
    }

    @Override
    public synchronized double rate(Place place) {
      long epoch = place.runEpoch() + 1;
      if (epoch > begun) {
        ask((int) epoch);
        begun = epoch;
      }
      return Edit.rateIn(epoch, edits, manual.base);
    }

    /** What was said last is not said again. */
    private void ask(int epoch) {
      double rate = Edit.rateIn(epoch, edits, manual.base);
      String message;
      try {
        double wanted = manual.source.rate(epoch);
        Bounds.rate(wanted);
        rate = wanted;
        message = says(rate);
      } catch (IOException | IllegalArgumentException e) {
        String who = manual.source.text();
        message = (e.getMessage().contains(who) ? "" : who + ": ") + e.getMessage()
            + "; the rate stays " + Numbers.text(rate);
      }
      String last =
          edits.isEmpty() ? says(manual.base) : edits.get(edits.size() - 1).message();
      if (!message.equals(last)) {
        edits.add(new Edit(epoch, rate, message));
      }
    }

    private String says(double rate) {
      return manual.source.text() + " says " + Numbers.text(rate);
    }

    @Override
    public synchronized List<Edit> edits() {
      return List.copyOf(edits);
    }

    @Override
    public double base() {
      return manual.base;
    }

    @Override
    public String text() {
      return manual.text();
    }
  }
}
