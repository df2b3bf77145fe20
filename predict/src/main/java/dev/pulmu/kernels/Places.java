package dev.pulmu.kernels;

import static dev.pulmu.kernels.Panels.WIDTH;

import dev.pulmu.layout.Block;
import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.layout.Layout;
import dev.pulmu.layout.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * The layout of a network's parameters in an array: all weights in {@link Panels} and then all
 * vectors (biases, γ and β), padded to whole panels. Arrays beside it, such as the gradient, have
 * the same layout, so that one index names a parameter in all arrays.
 *
 * <p>The weights of a block with many inputs have two parts, and its product is the sum of theirs,
 * whoever computes it and on however many threads: so it has the same bits everywhere.
 */
public final class Places {
  /**
   * Numbers behind what one worker writes, 128 KiB, that nobody uses: processors that see panel
   * after panel being read fetch the next ones before they are asked for, past the matrix's end,
   * and would take them from another core.
   */
  public static final int ROOM = 1 << 15;

  /** Inputs from which on a block's weights have two parts. */
  private static final int LEAST_INPUTS = 32;

  /**
   * Where the weights of some inputs lie, to all outputs.
   *
   * @param shape of these weights
   * @param place of the first of them
   * @param input the first of the inputs, where a panel of them begins
   */
  public record Part(Panels shape, int place, int input) {
    /** The first panel of inputs. */
    public int inputPanel() {
      return input / WIDTH;
    }

    /** The place behind the last panel of inputs. */
    public int inputPanelEnd() {
      return inputPanel() + Panels.count(shape.rows());
    }

    /** The place of the first weight of a panel of inputs in a panel of outputs. */
    public int at(int inputPanel, int panel) {
      return place + shape.at(inputPanel * WIDTH - input, panel * WIDTH);
    }

    /** The place behind the last weight of the panels of inputs before this one. */
    public int end(int inputPanel, int panel) {
      return place + shape.at(Math.min(inputPanel * WIDTH - input, shape.rows()), panel * WIDTH);
    }
  }

  /**
   * Where a dense block's parameters lie.
   *
   * @param block whose they are
   * @param parts of the weights: one, or two where the block's product is cut along its inputs
   * @param shift the place of its bias, or of β with batch norm
   * @param gamma the place of γ; −1 without batch norm
   */
  public record Place(DenseBlock block, List<Part> parts, int shift, int gamma) {
    /** Numbers of each vector, in whole panels. */
    public int length() {
      return Panels.count(block.outputs()) * WIDTH;
    }

    /** The place of the first vector. */
    public int vectors() {
      return gamma >= 0 ? gamma : shift;
    }

    /** The part that has a panel of inputs. */
    public Part part(int inputPanel) {
      Part first = parts.get(0);
      return inputPanel < first.inputPanelEnd() ? first : parts.get(1);
    }
  }

  private final List<Place> places = new ArrayList<>();
  private final int vectors;
  private final long size;

  /** The places of all parameters of a network. */
  public Places(Layout layout) {
    List<DenseBlock> blocks = layout.blocks().stream()
        .<DenseBlock>map(block -> block.accept(dense -> dense))
        .toList();
    long at = 0;
    List<List<Part>> parts = new ArrayList<>();
    for (DenseBlock block : blocks) {
      List<Part> own = new ArrayList<>();
      for (Range inputs : parts(block)) {
        at += own.isEmpty() ? 0 : ROOM;
        Panels shape = new Panels(inputs.size(), block.outputs());
        own.add(new Part(shape, (int) at, inputs.from()));
        at += shape.numbers();
      }
      parts.add(own);
    }
    this.vectors = (int) at;
    for (DenseBlock block : blocks) {
      int length = Panels.count(block.outputs()) * WIDTH;
      int gamma = block.hasBatchNorm() ? (int) at : -1;
      at += block.hasBatchNorm() ? length : 0;
      places.add(new Place(block, parts.get(block.index()), (int) at, gamma));
      at += length;
    }
    this.size = at;
  }

  /** Whether a block's weights have two parts. */
  public static boolean isSplit(DenseBlock block) {
    return block.inputs() >= LEAST_INPUTS;
  }

  /** The inputs of each part of a block's weights. */
  public static List<Range> parts(DenseBlock block) {
    int inputs = block.inputs();
    int middle = Panels.count(inputs) / 2 * WIDTH;
    return isSplit(block)
        ? List.of(new Range(0, middle), new Range(middle, inputs))
        : List.of(new Range(0, inputs));
  }

  /** Where a block's parameters lie. */
  public Place of(Block block) {
    return places.get(block.index());
  }

  /** Those of all blocks, in forward order. */
  public List<Place> all() {
    return List.copyOf(places);
  }

  /** The place of the first vector; the weights lie before it. */
  public int vectors() {
    return vectors;
  }

  /** Elements of the array; may be more than an array can have. */
  public long size() {
    return size;
  }

  /**
   * Copies all parameters, or what lies beside them.
   *
   * @param canonical as the table of tensors has them
   * @param from where they begin there
   * @param array as these places say
   * @param in whether to copy into the array, or out of it
   */
  public void copy(float[] canonical, int from, float[] array, boolean in) {
    for (Place place : places) {
      DenseBlock block = place.block();
      int outputs = block.outputs();
      for (Part part : place.parts()) {
        int first = from + block.weight().offset() + part.input() * outputs;
        if (in) {
          part.shape().pack(canonical, first, array, part.place());
        } else {
          part.shape().unpack(array, part.place(), canonical, first);
        }
      }
      block
          .bias()
          .ifPresent(
              bias -> vector(canonical, from + bias.offset(), array, place.shift(), outputs, in));
      block.norm().ifPresent(norm -> {
        vector(canonical, from + norm.beta().offset(), array, place.shift(), outputs, in);
        vector(canonical, from + norm.gamma().offset(), array, place.gamma(), outputs, in);
      });
    }
  }

  /** Copies a vector into the array or out of it. */
  public static void vector(
      float[] canonical, int from, float[] array, int at, int length, boolean in) {
    if (in) {
      System.arraycopy(canonical, from, array, at, length);
    } else {
      System.arraycopy(array, at, canonical, from, length);
    }
  }
}
