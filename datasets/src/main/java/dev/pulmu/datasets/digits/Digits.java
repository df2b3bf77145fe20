package dev.pulmu.datasets.digits;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.lookup.DatasetSource;
import dev.pulmu.datasets.lookup.Listing;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The built-in data set: images of digits, 28×28 pixels, that are drawn when they are needed. Each
 * digit has a few forms, which are the paths of a pen; each sample is one of them in another
 * handwriting. 60,000 to train on and 10,000 to test with, in MNIST's form; the same bytes on every
 * machine.
 */
public final class Digits implements DatasetSource {
  public static final String NAME = "digits";
  static final int TRAIN = 60_000;
  static final int TEST = 10_000;

  private static final long SEED = 28;
  private static final int HAND = 0;
  private static final int PAPER = 1;
  private static final int PIXELS = Canvas.SIDE * Canvas.SIDE;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Dataset load(Lookup lookup) {
    if (lookup.directory().isPresent()) {
      throw new IllegalArgumentException("data set 'digits' is drawn, not read from "
          + lookup.directory().get() + "; leave --data out, or use --dataset mnist");
    }
    return draw(TRAIN, TEST);
  }

  @Override
  public Listing list(Lookup lookup) {
    return new Listing(NAME, Optional.empty(), TRAIN, TEST, Listing.State.BUILT_IN);
  }

  @Override
  public Path fetch(Lookup lookup) {
    throw new IllegalArgumentException("data set 'digits' is built in: there is nothing to fetch");
  }

  /** The first samples of the endless row that the seed stands for. */
  static Dataset draw(int train, int test) {
    int samples = train + test;
    byte[] pixels = new byte[samples * PIXELS];
    int[] labels = new int[samples];
    IntStream.range(0, samples).parallel().forEach(sample -> labels[sample] = draw(sample, pixels));
    return new Dataset(
        NAME,
        new Features.Bytes(pixels, PIXELS, 1f / 255, 0),
        new Targets.Labels(labels, DigitForms.OF.size()),
        IntStream.range(0, DigitForms.OF.size()).mapToObj(Integer::toString).toList(),
        test);
  }

  private static int draw(int sample, byte[] into) {
    Hand hand = new Hand(new Draws(SEED, Use.SYNTHETIC_DIGITS, HAND, sample));
    List<Glyph> forms = hand.choose(0, DigitForms.OF);
    Canvas canvas = new Canvas(hand.pen());
    hand.choose(1, forms).write(hand, canvas);
    int[] grain = new int[PIXELS / Integer.BYTES];
    new Draws(SEED, Use.SYNTHETIC_DIGITS, PAPER, sample).words(grain);
    double ink = hand.ink();
    double noise = hand.noise() / 128;
    for (int pixel = 0; pixel < PIXELS; pixel++) {
      int random = (byte) (grain[pixel / Integer.BYTES] >>> Byte.SIZE * (pixel % Integer.BYTES));
      double value = canvas.cover(pixel) * ink + random * noise;
      into[sample * PIXELS + pixel] = (byte) Math.max(0, Math.min(255, (int) value));
    }
    return DigitForms.OF.indexOf(forms);
  }
}
