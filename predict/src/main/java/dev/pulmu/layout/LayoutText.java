package dev.pulmu.layout;

import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Network;
import java.util.List;
import java.util.Locale;

/** A network's blocks and tensors as text, for people. */
public final class LayoutText {
  private LayoutText() {}

  /** A network alone: its layers, blocks, tensors, and how many parameters. */
  static String of(Layout layout) {
    StringBuilder text = new StringBuilder();
    line(text, "%s", layout.network().text());
    append(text, layout, List.of());
    line(text, "%d parameters", layout.parameters());
    return text.toString();
  }

  /**
   * Appends the tables of blocks and of tensors.
   *
   * @param frozen names of the blocks that are marked as such
   */
  public static void append(StringBuilder text, Layout layout, List<String> frozen) {
    text.append('\n');
    blockLine(text, "block", "shape", "does");
    for (Block block : layout.blocks()) {
      blockLine(
          text,
          block.name(),
          block.inputs() + "→" + block.outputs(),
          block.accept(LayoutText::does) + (frozen.contains(block.name()) ? ", frozen" : ""));
    }
    Network network = layout.network();
    String loss = network.loss().text() + ", gradient, right answers";
    blockLine(text, "loss", String.valueOf(network.outputs()), loss);
    text.append('\n');
    line(text, "%-24s %-10s %12s %12s", "tensor", "role", "shape", "offset");
    for (Tensor tensor : layout.tensors()) {
      String role = tensor.role().name().toLowerCase(Locale.ROOT);
      line(text, "%-24s %-10s %12s %12d", tensor.name(), role, tensor.shapeText(), tensor.offset());
    }
    text.append('\n');
  }

  private static void blockLine(StringBuilder text, String name, String shape, String does) {
    line(text, "%-8s %-12s %s", name, shape, does);
  }

  private static String does(DenseBlock block) {
    StringBuilder does = new StringBuilder("matmul + ");
    does.append(block.norm().map(norm -> norm.batchNorm().text()).orElse("bias"));
    if (block.activation() != Activation.IDENTITY) {
      does.append(" + ").append(block.activation().text());
    }
    block.dropout().ifPresent(dropout -> does.append(" + ").append(dropout.text()));
    return does.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
