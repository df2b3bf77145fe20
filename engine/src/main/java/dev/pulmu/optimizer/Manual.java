package dev.pulmu.optimizer;

import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The rate that a person says while training runs, asked for once at the beginning of each epoch.
 * Whatever cannot be read leaves the rate as it is, and an {@link Schedule.Edit} says so.
 *
 * @param source who is asked
 * @param base the rate until somebody says another
 */
public record Manual(Source source, double base) implements Schedule {
  /** Somebody who is asked for a rate: a callback, or a {@link RateFile}. */
  public interface Source {
    /**
     * The rate from this epoch on.
     *
     * @param epoch counted from 1
     * @throws IOException if there is none to be had
     * @throws IllegalArgumentException if it is no number
     */
    double rate(int epoch) throws IOException;

    /** What messages call it. */
    default String text() {
      return "callback";
    }
  }

  /**
   * A text file with one number in it; empty lines and those that begin with {@code #} say nothing.
   */
  public record RateFile(Path path) implements Source {
    public RateFile {
      if (path.toString().contains(",")) {
        throw new IllegalArgumentException(
            "a file of rates wants a path without a comma, which parts keys in texts, came " + path
                + "; rename it");
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

  /** What the source says now; to be asked once an epoch, {@link #start} it. */
  @Override
  public double rate(Place place) {
    return start().rate(place);
  }

  @Override
  public Schedule start() {
    return new Watch(this);
  }

  @Override
  public String text() {
    String name = source.text();
    return "manual(" + (name.contains("=") ? "file=" : "") + name + ", rate=" + Numbers.text(base)
        + ")";
  }

  /** A manual schedule at work: each epoch has the rate that it was first given. */
  private static final class Watch implements Schedule {
    private final Manual manual;
    private final NavigableMap<Long, Double> rates = new TreeMap<>();
    private final List<Edit> edits = new ArrayList<>();
    private String complaint = "";

    Watch(Manual manual) {
      this.manual = manual;
    }

    @Override
    public synchronized double rate(Place place) {
      return rates.computeIfAbsent(place.runEpoch(), this::ask);
    }

    private double ask(long runEpoch) {
      int epoch = (int) (runEpoch + 1);
      var before = rates.lowerEntry(runEpoch);
      double old = before == null ? manual.base : before.getValue();
      try {
        double rate = manual.source.rate(epoch);
        Bounds.rate(rate);
        complaint = "";
        if (rate != old) {
          edits.add(new Edit(epoch, rate, manual.source.text() + " says " + Numbers.text(rate)));
        }
        return rate;
      } catch (IOException | IllegalArgumentException e) {
        String message = e.getMessage() + "; the rate stays " + Numbers.text(old);
        if (!message.equals(complaint)) {
          edits.add(new Edit(epoch, old, message));
          complaint = message;
        }
        return old;
      }
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
