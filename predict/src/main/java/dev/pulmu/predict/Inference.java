package dev.pulmu.predict;

import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.Panels;
import dev.pulmu.kernels.Places;
import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import dev.pulmu.model.Normalisation;
import dev.pulmu.names.Names;
import dev.pulmu.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A model in use, on the CPU and in plain Java. Its numbers are those of an evaluation on the
 * {@code cpu} backend, to the bit: on every JVM, with or without the Vector API, however many rows
 * come at a time.
 *
 * <p>One object serves all threads. It packs the weights once; a call reads them where they are,
 * and makes no more than its result and room for 128 rows between two blocks. A call works on the
 * thread that makes it, so many rows are done sooner by calls side by side.
 *
 * <p>Features come as a data set holds them, row after row: N rows of {@code inputs()} numbers, N
 * of 0 or more. The model normalises them.
 */
public final class Inference {
  /** The tap of what the last block puts out, before the loss makes probabilities of it. */
  public static final String LOGITS = "logits";

  /** Rows that stay in the second-level caches from block to block. */
  private static final int CHUNK = 128;

  private static final long LONGEST = Integer.MAX_VALUE - 8;

  private final Network network;
  private final Normalisation normalisation;
  private final Answers answers;
  private final float[] values;
  private final List<BlockInUse> blocks = new ArrayList<>();

  private Inference(Model model, Kernels kernels) {
    State state = model.state();
    this.network = model.network();
    this.normalisation = model.normalisation();
    this.answers = new Answers(kernels, network.loss().link());
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
    return answers.of(forward(features, LOGITS));
  }

  /**
   * The same of bytes, such as the pixels of images.
   *
   * @param features (N,I), row after row, each 0..255 without a sign
   * @throws IllegalArgumentException if they are no whole rows, or more than one answer can hold
   */
  public Matrix predict(byte[] features) {
    return answers.of(forward(features, LOGITS));
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
    return forward(i -> features[i], features.length, last(tap));
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
    return forward(i -> features[i] & 0xFF, features.length, last(tap));
  }

  /** The last block that a tap wants. */
  private int last(String tap) {
    int index = taps().indexOf(tap);
    if (index < 0) {
      throw Names.unknown("tap", tap, taps());
    }
    return Math.min(index, blocks.size() - 1);
  }

  /** A stored number, before it is normalised. */
  private interface Stored {
    float at(int place);
  }

  private Matrix forward(Stored features, int numbers, int last) {
    int rows = rows(numbers);
    Panels shape = new Panels(Math.min(CHUNK, rows), blocks.get(last).outputs());
    if ((long) rows * shape.columns() > LONGEST) {
      throw new IllegalArgumentException(String.format(
          Locale.ROOT,
          "%d rows of %d outputs are more than one array holds; ask for fewer at a time",
          rows,
          shape.columns()));
    }
    Matrix out = new Matrix(rows, shape.columns(), new float[rows * shape.columns()]);
    Room room = new Room(shape.rows(), last);
    for (int from = 0; from < rows; from += CHUNK) {
      int count = Math.min(CHUNK, rows - from);
      gather(features, from, count, room);
      for (int i = 0; i <= last; i++) {
        blocks.get(i).forward(count, room.rows, room.x, room.y, room.half);
        room.swap();
      }
      shape.unpack(room.x, 0, count, out.values(), from * shape.columns());
    }
    return out;
  }

  private int rows(int numbers) {
    if (numbers % network.inputs() != 0) {
      throw new IllegalArgumentException("the network wants rows of " + network.inputs()
          + " features, came " + numbers + " numbers; give it whole rows, one after the other");
    }
    return numbers / network.inputs();
  }

  private void gather(Stored features, int from, int count, Room room) {
    int inputs = network.inputs();
    Panels shape = new Panels(room.rows, inputs);
    float scale = normalisation.scale();
    float shift = normalisation.shift();
    for (int row = 0; row < count; row++) {
      int at = (from + row) * inputs;
      for (int panel = 0; panel < shape.count(); panel++) {
        int to = shape.at(row, panel * Panels.WIDTH);
        for (int end = to + shape.width(panel); to < end; to++, at++) {
          room.x[to] = features.at(at) * scale + shift;
        }
      }
    }
  }

  /** The arrays of one call. */
  private final class Room {
    private final int rows;
    private float[] x;
    private float[] y;

    /** The second half of a product. */
    private final float[] half;

    Room(int rows, int last) {
      this.rows = rows;
      long most = new Panels(rows, inputs()).numbers();
      long halves = 0;
      for (int i = 0; i <= last; i++) {
        long size = new Panels(rows, blocks.get(i).outputs()).numbers();
        most = Math.max(most, size);
        halves = Math.max(halves, blocks.get(i).isSplit() ? size : 0);
      }
      this.x = new float[Math.toIntExact(most)];
      this.y = new float[Math.toIntExact(most)];
      this.half = new float[Math.toIntExact(halves)];
    }

    /** What came out goes in next. */
    void swap() {
      float[] in = x;
      x = y;
      y = in;
    }
  }
}
