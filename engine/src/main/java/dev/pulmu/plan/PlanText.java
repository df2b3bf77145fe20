package dev.pulmu.plan;

import dev.pulmu.network.Activation;
import dev.pulmu.network.Network;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Block.DenseBlock;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.List;
import java.util.Locale;

/** A plan as text. */
final class PlanText {
  private PlanText() {}

  static String of(Plan plan) {
    StringBuilder text = new StringBuilder();
    line(text, "%s", plan.network().text());
    line(
        text,
        "batch %s, %s%s",
        batch(plan),
        update(plan),
        plan.precision() == Precision.FP32 ? "" : ", products in " + Call.word(plan.precision()));
    blocksAndTensors(text, plan, plan.frozen());
    line(
        text,
        "%d parameters, %d of them under weight decay%s; %d numbers persist (%d bytes)",
        plan.parameters(),
        plan.update().decays() ? size(plan.movedAndDecayed()) : 0,
        plan.frozen().isEmpty() ? "" : ", " + (plan.parameters() - size(plan.moved())) + " frozen",
        plan.size(),
        4L * plan.size());
    return text.toString();
  }

  /** Without anything that only training has a use for. */
  static String ofNetwork(Layout layout) {
    StringBuilder text = new StringBuilder();
    line(text, "%s", layout.network().text());
    blocksAndTensors(text, layout, List.of());
    line(text, "%d parameters", layout.parameters());
    return text.toString();
  }

  private static void blocksAndTensors(StringBuilder text, Layout layout, List<String> frozen) {
    text.append('\n');
    blockLine(text, "block", "shape", "does");
    for (Block block : layout.blocks()) {
      blockLine(
          text,
          block.name(),
          block.inputs() + "→" + block.outputs(),
          block.accept(PlanText::does) + (frozen.contains(block.name()) ? ", frozen" : ""));
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

  private static String batch(Plan plan) {
    return plan.accumulate() == 1
        ? String.valueOf(plan.batch())
        : String.format(Locale.ROOT, "%d × %d a step", plan.accumulate(), plan.batch());
  }

  private static int size(List<Range> ranges) {
    return ranges.stream().mapToInt(Range::size).sum();
  }

  private static String update(Plan plan) {
    Update update = plan.update();
    StringBuilder text = new StringBuilder(update.optimizer().text());
    append(text, "weight decay", update.weightDecay());
    append(text, "L1 penalty", update.l1());
    append(text, "gradient clipped to norm", update.clip());
    append(text, "average of weights", update.ema());
    return text.toString();
  }

  private static void append(StringBuilder text, String what, float value) {
    if (value > 0) {
      text.append(", ").append(what).append(' ').append(Numbers.text(value));
    }
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
