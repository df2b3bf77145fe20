package dev.pulmu.plan;

import dev.pulmu.layout.LayoutText;
import dev.pulmu.layout.Range;
import dev.pulmu.optimizer.Update;
import dev.pulmu.text.Call;
import dev.pulmu.text.Numbers;
import java.util.List;
import java.util.Locale;

/** Prints plans, for {@link Plan#describe}. */
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
    LayoutText.append(text, plan, plan.frozen());
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

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
