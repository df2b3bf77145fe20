package dev.pulmu.config;

import static dev.pulmu.config.Setting.Part.PLAN;

import dev.pulmu.network.Activation;
import dev.pulmu.network.Architecture;
import dev.pulmu.network.Architecture.Block;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.ElementFunction;
import dev.pulmu.network.Initialization;
import dev.pulmu.text.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The shorthands of the setting {@code network}: {@code hidden}, {@code batch-norm} and others,
 * each for what all hidden layers of most networks have in common.
 */
final class LayerShorthands {
  /** A hidden layer where there was none to be like. */
  private static final Block USUAL =
      new Block(Optional.empty(), Optional.empty(), List.of(Activation.RELU));

  private static final Dropout NONE = new Dropout(0);

  private LayerShorthands() {}

  static Shorthand<Architecture> hidden() {
    Setting<List<Integer>> widths = new Setting<>(
        "hidden",
        "N,N,..",
        "Widths of the hidden layers, or none; they are as the first one of the network.",
        PLAN,
        List.of(100, 100),
        LayerShorthands::widths,
        LayerShorthands::widthsText,
        list -> list.forEach(width -> Setting.requireCount("hidden", width)));
    return Shorthand.of(widths, Settings.NETWORK, (network, list) -> {
      Block first = network.hidden().stream().findFirst().orElse(USUAL);
      return network.withHidden(list.stream().map(first::withOutputs).toList());
    });
  }

  static Shorthand<Architecture> batchNorm() {
    Setting<Boolean> norm = Setting.onOff(
        "batch-norm", PLAN, false, "Batch normalisation between each hidden layer and activation.");
    return Shorthand.of(norm, Settings.NETWORK, (network, on) -> {
      if (on && network.hidden().isEmpty()) {
        throw new IllegalArgumentException(
            "batch-norm wants hidden layers to stand in, hidden is none");
      }
      return network.withEachHidden(block -> on
          ? block.with(block.layer(BatchNorm.class).orElse(BatchNorm.DEFAULT))
          : block.without(BatchNorm.DEFAULT));
    });
  }

  static Shorthand<Architecture> statistics() {
    Setting<BatchNorm.Statistics> statistics = Setting.choice(
        "batch-norm-statistics",
        PLAN,
        BatchNorm.DEFAULT.statistics(),
        "How batch norm's running statistics begin and count");
    return Shorthand.of(
        statistics,
        Settings.NETWORK,
        (network, chosen) -> network.withEachHidden(block -> block
            .layer(BatchNorm.class)
            .map(norm -> block.with(norm.with(chosen)))
            .orElse(block)));
  }

  static Shorthand<Architecture> activation() {
    Setting<ElementFunction> activation = new Setting<>(
        "activation",
        "NAME",
        "Activation of the hidden layers: " + String.join(", ", Activation.names()) + ".",
        PLAN,
        Activation.RELU,
        ElementFunction::parse,
        ElementFunction::text,
        value -> {});
    return Shorthand.of(
        activation,
        Settings.NETWORK,
        (network, chosen) -> network.withEachHidden(block -> block.with(chosen)));
  }

  static Shorthand<Architecture> initialization() {
    Setting<Optional<Initialization>> init = new Setting<>(
        "init",
        "NAME",
        "How weights begin: " + String.join(", ", Initialization.names())
            + ", or auto, the one that suits the activation.",
        PLAN,
        Optional.empty(),
        text -> text.equalsIgnoreCase("auto")
            ? Optional.empty()
            : Optional.of(Initialization.parse(text)),
        value -> value.map(Initialization::text).orElse("auto"),
        value -> {});
    return Shorthand.of(init, Settings.NETWORK, Architecture::withInitialization);
  }

  static Shorthand<Architecture> dropout() {
    Setting<Float> probability = Setting.number(
            "dropout", "P", PLAN, 0, "Share of the hidden layers' outputs that training zeroes.")
        .checked(Dropout::new);
    return Shorthand.of(
        probability,
        Settings.NETWORK,
        (network, p) -> network.withEachHidden(
            block -> with(block, new Dropout(p, dropout(block).style()))));
  }

  static Shorthand<Architecture> dropoutStyle() {
    Setting<Dropout.Style> style = Setting.choice(
        "dropout-style",
        PLAN,
        Dropout.Style.INVERTED,
        "Whether dropout scales in training, or in use as in the book");
    return Shorthand.of(
        style,
        Settings.NETWORK,
        (network, chosen) -> network.withEachHidden(
            block -> with(block, new Dropout(dropout(block).probability(), chosen))));
  }

  private static Dropout dropout(Block block) {
    return block.layer(Dropout.class).orElse(NONE);
  }

  /** Dropout of nothing is left out, unless its style is for a probability that comes later. */
  private static Block with(Block block, Dropout dropout) {
    return dropout.equals(NONE) ? block.without(dropout) : block.with(dropout);
  }

  private static List<Integer> widths(String text) {
    if (text.equalsIgnoreCase("none")) {
      return List.of();
    }
    Function<String, Integer> width =
        part -> (int) Numbers.whole("hidden", part, Integer.MIN_VALUE, Integer.MAX_VALUE);
    return Arrays.stream(text.split(",", -1)).map(width).toList();
  }

  private static String widthsText(List<Integer> widths) {
    return widths.isEmpty()
        ? "none"
        : widths.stream().map(Object::toString).collect(Collectors.joining(","));
  }
}
