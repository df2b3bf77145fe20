package dev.pulmu.predict;

import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.Places;
import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import dev.pulmu.model.Normalisation;
import dev.pulmu.names.Names;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A model in use, on the CPU and in plain Java. Its numbers are those of an evaluation on the
 * {@code cpu} backend, to the bit: on every JVM, with or without the Vector API, however many rows
 * come at a time.
 *
 * <p>One object serves all threads. It packs the weights once; a call reads them where they are,
 * and makes no more than its result and room for 64 rows between two blocks. There is no lock, and
 * nothing that a thread leaves behind. A call of up to 128 rows works on the thread that makes it;
 * more are shared, 128 at a time, with the threads of the JVM's common pool, or of the
 * {@link java.util.concurrent.ForkJoinPool} whose task makes the call, as by parallel streams.
 *
 * <p>Features come as a data set holds them, row after row: N rows of {@code inputs()} numbers, N
 * of 0 or more. The model normalises them.
 */
public final class Inference {
  /** The tap of what the last block puts out, before the loss makes probabilities of it. */
  public static final String LOGITS = "logits";

  /** Rows that are worth the way to another thread. */
  private static final int SHARE = 128;

  private static final long LONGEST = Integer.MAX_VALUE - 8;

  private final Kernels kernels;
  private final Network network;
  private final Normalisation normalisation;
  private final Answers answers;
  private final Answers logits;
  private final float[] values;
  private final List<BlockInUse> blocks = new ArrayList<>();

  private Inference(Model model, Kernels kernels) {
    State state = model.state();
    this.kernels = kernels;
    this.network = model.network();
    this.normalisation = model.normalisation();
    this.answers = new Answers(kernels, network.loss().link());
    this.logits = new Answers(kernels, Loss.Link.IDENTITY);
    Places places = new Places(state.layout());
    if (places.size() > LONGEST) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "the network's weights want an array of %d numbers, where %d are possible; take narrower"
              + " layers",
          places.size(),
          LONGEST));
    }
    this.values = new float[(int) places.size()];
    places.copy(state.values(), 0, values, true);
    places.all().forEach(place -> blocks.add(new BlockInUse(kernels, place, values, state)));
  }

  /**
   * A model ready for use, by the fastest kernels that this JVM has: vectors where it was started
   * with {@code --add-modules jdk.incubator.vector}, plain loops elsewhere.
   *
   * @throws IllegalArgumentException if its weights are more than one array can have
   */
  public static Inference of(Model model) {
    return of(model, Kernels.fastest());
  }

  static Inference of(Model model, Kernels kernels) {
    return new Inference(model, kernels);
  }

  /** I, the numbers of a row of features. */
  public int inputs() {
    return network.inputs();
  }

  /** O, the numbers of an answer. */
  public int outputs() {
    return network.outputs();
  }

  /** What {@link #forward} can give: a name for each block, and {@link #LOGITS}. */
  public List<String> taps() {
    List<String> taps = new ArrayList<>();
    blocks.forEach(block -> taps.add(block.name()));
    taps.add(LOGITS);
    return taps;
  }

  /**
   * What the network says of N rows, (N,O): after training on softmax cross-entropy the probability
   * of every class, on sigmoid cross-entropy that of every yes, on other losses the outputs
   * themselves.
   *
   * @param features (N,I), row after row
   * @throws IllegalArgumentException if they are no whole rows, or more than one answer can hold
   */
  public Matrix predict(float[] features) {
    return run(rows(features), features.length, blocks.size() - 1, answers);
  }

  /**
   * The same of bytes, such as the pixels of images.
   *
   * @param features (N,I), row after row, each 0..255 without a sign
   * @throws IllegalArgumentException if they are no whole rows, or more than one answer can hold
   */
  public Matrix predict(byte[] features) {
    return run(rows(features), features.length, blocks.size() - 1, answers);
  }

  /**
   * What a block puts out for N rows: (N,O) of that block.
   *
   * @param features (N,I), row after row
   * @param tap one of {@link #taps()}
   * @throws IllegalArgumentException if the features are no whole rows, or more than one matrix can
   *     hold, or there is no such tap, naming those that there are
   */
  public Matrix forward(float[] features, String tap) {
    return run(rows(features), features.length, last(tap), logits);
  }

  /**
   * The same of bytes.
   *
   * @param features (N,I), row after row, each 0..255 without a sign
   * @param tap one of {@link #taps()}
   * @throws IllegalArgumentException if the features are no whole rows, or more than one matrix can
   *     hold, or there is no such tap, naming those that there are
   */
  public Matrix forward(byte[] features, String tap) {
    return run(rows(features), features.length, last(tap), logits);
  }

  private Rows rows(float[] features) {
    return Rows.of(features, network.inputs(), kernels, normalisation);
  }

  private Rows rows(byte[] features) {
    return Rows.of(features, network.inputs(), kernels, normalisation);
  }

  /** The last block that a tap wants. */
  private int last(String tap) {
    int index = taps().indexOf(tap);
    if (index < 0) {
      throw Names.unknown("tap", tap, taps());
    }
    return Math.min(index, blocks.size() - 1);
  }

  private Matrix run(Rows features, int numbers, int last, Answers answers) {
    int rows = rows(numbers);
    List<BlockInUse> used = blocks.subList(0, last + 1);
    int columns = blocks.get(last).outputs();
    if ((long) rows * columns > LONGEST) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "%d rows of %d outputs are more than one array holds; ask for fewer at a time",
          rows,
          columns));
    }
    Matrix out = new Matrix(rows, columns, new float[rows * columns]);
    int shares = rows / SHARE + (rows % SHARE == 0 ? 0 : 1);
    if (shares <= 1) {
      run(new Pass(used, rows), features, 0, rows, out, answers);
      return out;
    }
    AtomicInteger next = new AtomicInteger();
    int workers = Math.min(shares, Runtime.getRuntime().availableProcessors());
    IntStream.range(0, workers).parallel().forEach(worker -> {
      Pass pass = new Pass(used, SHARE);
      for (int i = next.getAndIncrement(); i < shares; i = next.getAndIncrement()) {
        int from = i * SHARE;
        run(pass, features, from, from + Math.min(SHARE, rows - from), out, answers);
      }
    });
    return out;
  }

  private static void run(
      Pass pass, Rows features, int from, int end, Matrix out, Answers answers) {
    pass.run(features, from, end, out.values());
    answers.replace(out, from, end);
  }

  private int rows(int numbers) {
    if (numbers % network.inputs() != 0) {
      throw new IllegalArgumentException("the network wants rows of " + network.inputs()
          + " features, came " + numbers + " numbers; give it whole rows, one after the other");
    }
    return numbers / network.inputs();
  }
}
