package dev.pulmu.network;

import dev.pulmu.datasets.Shape;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text of a network: {@code 28x28: dense(100) batch-norm relu dropout(0.2), dense(10)}. First
 * the shape of a sample, then blocks with commas between them, each a dense layer and what follows
 * it. The data has the shape and the last layer's outputs, so both may be left out:
 * {@code dense(100) relu, dense}. A dense layer that does not say how its weights begin begins as
 * suits the activation of its block.
 *
 * @param input the shape of a sample, if it is said
 * @param blocks from input to output; the last one, alone a dense layer, gives the logits
 */
public record Architecture(Optional<Shape> input, List<Block> blocks) {
  /**
   * A dense layer and what follows it up to the next one.
   *
   * @param outputs of the dense layer, if they are said
   * @param initialization of its weights, if it is said
   * @param then batch norm, activation and dropout as wanted, in this order
   */
  public record Block(
      Optional<Integer> outputs, Optional<Initialization> initialization, List<Layer> then) {
    public Block {
      then = List.copyOf(then);
    }

    static Block parse(String text) {
      List<String> layers = Call.words(text);
      if (layers.isEmpty() || !Call.nameOf(layers.get(0)).equals(Dense.NAME)) {
        throw new IllegalArgumentException("a block of a network begins with a dense layer, as in"
            + " 'dense(100) relu', came '" + text + "'");
      }
      Call dense = Call.parse(layers.get(0));
      Optional<Integer> outputs = Optional.ofNullable(dense.first("outputs", null))
          .map(count -> (int) Numbers.whole("dense: outputs", count, 1, Integer.MAX_VALUE));
      Optional<Initialization> initialization =
          Optional.ofNullable(dense.text("init", null)).map(Initialization::parse);
      dense.end();
      return new Block(
          outputs, initialization, layers.stream().skip(1).map(Layer::parse).toList());
    }

    /** The layers; {@code otherwise} is the number of outputs where the text leaves it out. */
    private List<Layer> layers(int otherwise) {
      ElementFunction activation = layer(ElementFunction.class).orElse(Activation.IDENTITY);
      List<Layer> layers = new ArrayList<>();
      layers.add(
          new Dense(outputs.orElse(otherwise), initialization.orElse(activation.initialization())));
      layers.addAll(then);
      return layers;
    }

    /** The layer of a kind, if there is one. */
    public <L extends Layer> Optional<L> layer(Class<L> kind) {
      return then.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    public Block withOutputs(int outputs) {
      return new Block(Optional.of(outputs), initialization, then);
    }

    public Block withInitialization(Optional<Initialization> initialization) {
      return new Block(outputs, initialization, then);
    }

    /** With this layer in the place of the one of its kind, or where one belongs. */
    public Block with(Layer layer) {
      List<Layer> changed = new ArrayList<>(without(layer).then);
      int place = 0;
      while (place < changed.size() && Network.rank(changed.get(place)) < Network.rank(layer)) {
        place++;
      }
      changed.add(place, layer);
      return new Block(outputs, initialization, changed);
    }

    /** Without the layer of this one's kind, if there is one. */
    public Block without(Layer kind) {
      return new Block(
          outputs,
          initialization,
          then.stream()
              .filter(layer -> Network.rank(layer) != Network.rank(kind))
              .toList());
    }

    String text() {
      String keys = Stream.concat(
              outputs.map(Object::toString).stream(),
              initialization.map(init -> "init=" + init.text()).stream())
          .collect(Collectors.joining(", "));
      return Stream.concat(
              Stream.of(Dense.NAME + (keys.isEmpty() ? "" : "(" + keys + ")")),
              then.stream().map(Layer::text))
          .collect(Collectors.joining(" "));
    }
  }

  public Architecture {
    blocks = List.copyOf(blocks);
    for (Block block : blocks.subList(0, Math.max(0, blocks.size() - 1))) {
      if (block.outputs.isEmpty()) {
        throw new IllegalArgumentException("'" + block.text() + "' wants its number of outputs, as"
            + " in dense(100); only the last layer takes it from the data");
      }
    }
    layers(blocks, 1);
  }

  /** The text of this network, with everything said. */
  public static Architecture of(Network network) {
    List<Block> blocks = new ArrayList<>();
    for (Layer layer : network.layers()) {
      if (layer instanceof Dense dense) {
        blocks.add(new Block(
            Optional.of(dense.outputs()), Optional.of(dense.initialization()), List.of()));
      } else {
        int last = blocks.size() - 1;
        blocks.set(last, blocks.get(last).with(layer));
      }
    }
    return new Architecture(Optional.of(network.shape()), blocks);
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException in one line that says what is wrong with it
   */
  public static Architecture parse(String text) {
    boolean hasInput = text.matches("(?s)[^(,]*:.*");
    int colon = hasInput ? text.indexOf(':') : -1;
    Optional<Shape> input =
        hasInput ? Optional.of(Shape.parse(text.substring(0, colon))) : Optional.empty();
    List<Block> blocks =
        Call.list(text.substring(colon + 1)).stream().map(Block::parse).toList();
    return new Architecture(input, blocks);
  }

  /** What {@link #parse} reads back to an equal value. */
  public String text() {
    return input.map(shape -> shape.text() + ": ").orElse("")
        + blocks.stream().map(Block::text).collect(Collectors.joining(", "));
  }

  /**
   * The network for data.
   *
   * @param sample its shape there; the network may say another one of as many numbers
   * @param outputs classes to tell apart, or numbers to give
   * @throws IllegalArgumentException if it says others than the data has
   */
  public Network network(Shape sample, int outputs, Loss loss) {
    Shape shape = input.orElse(sample);
    Optional<Integer> last = outputs();
    if (shape.size() != sample.size()) {
      throw other(
          "takes " + shape.text() + " = " + shape.size(), sample.size(), "numbers a sample");
    }
    if (last.isPresent() && last.get() != outputs) {
      throw other("gives " + last.get(), outputs, "outputs");
    }
    return new Network(shape, layers(blocks, outputs), loss);
  }

  /**
   * The network of a text that leaves nothing to the data.
   *
   * @throws IllegalArgumentException if it does
   */
  Network network(Loss loss) {
    Optional<Integer> last = outputs();
    if (input.isEmpty() || last.isEmpty()) {
      throw new IllegalArgumentException("a network wants the shape of a sample and its outputs, as"
          + " in '784: dense(100) relu, dense(10)', came '" + text() + "'");
    }
    return network(input.get(), last.get(), loss);
  }

  /** Outputs of the last layer, if they are said. */
  public Optional<Integer> outputs() {
    return blocks.get(blocks.size() - 1).outputs;
  }

  /** The blocks before the last one. */
  public List<Block> hidden() {
    return blocks.subList(0, blocks.size() - 1);
  }

  /** With other blocks before the last one. */
  public Architecture withHidden(List<Block> hidden) {
    return new Architecture(
        input,
        Stream.concat(hidden.stream(), Stream.of(blocks.get(blocks.size() - 1))).toList());
  }

  /** With the blocks before the last one changed alike. */
  public Architecture withEachHidden(UnaryOperator<Block> change) {
    return withHidden(hidden().stream().map(change).toList());
  }

  /** With the weights of all layers beginning so, or as suits the activation of their blocks. */
  public Architecture withInitialization(Optional<Initialization> initialization) {
    return new Architecture(
        input,
        blocks.stream().map(block -> block.withInitialization(initialization)).toList());
  }

  private static List<Layer> layers(List<Block> blocks, int outputs) {
    return Network.checked(
        blocks.stream().flatMap(block -> block.layers(outputs).stream()).toList());
  }

  private static IllegalArgumentException other(String says, int has, String what) {
    return new IllegalArgumentException(String.format(
        Locale.ROOT,
        "the network %s, the data has %d %s; leave that to the data, as in 'dense(100) relu, dense'",
        says,
        has,
        what));
  }
}
