package dev.pulmu.plan;

import dev.pulmu.layout.Block;
import dev.pulmu.optimizer.FullBatch;
import dev.pulmu.optimizer.Update;
import dev.pulmu.text.Call;

/**
 * Refuses plans that a full-batch method cannot follow: it needs one smooth function whose value
 * and whole gradient it can trust.
 */
final class FullBatchLimits {
  private FullBatchLimits() {}

  /**
   * The plan, if it can be followed.
   *
   * @throws IllegalArgumentException naming what does not go with its optimizer
   */
  static Plan checked(Plan plan) {
    Update update = plan.update();
    if (!(update.optimizer() instanceof FullBatch)) {
      return plan;
    }
    String who = Call.nameOf(update.optimizer().text());
    refuse(
        plan.blocks().stream().anyMatch(Block::hasDropout),
        who + " compares values of one function, dropout makes it another at each step; leave"
            + " dropout out");
    refuse(
        plan.hasBatchNorm(),
        who + " asks for losses and gradients alone, by which batch norm would never learn its"
            + " running statistics; leave batch norm out");
    refuse(
        plan.accumulate() > 1,
        who + " takes all rows in one step and cuts them into pieces by itself, came accumulate "
            + plan.accumulate() + "; leave accumulate at 1");
    refuse(
        update.clip() > 0,
        who + " finds the length of its steps from the whole gradient; leave clip at 0");
    refuse(
        update.l1() > 0,
        who + " wants a smooth function, an L1 penalty has kinks at 0; take weight decay instead");
    refuse(
        update.ema() > 0,
        who + " takes few, long steps, which have no average worth testing; leave ema at 0");
    refuse(
        plan.precision() != Precision.FP32,
        who + " compares losses that differ in their last digits, so it wants fp32 products, asked"
            + " was " + Call.word(plan.precision()) + "; leave precision at fp32");
    return plan;
  }

  private static void refuse(boolean is, String message) {
    if (is) {
      throw new IllegalArgumentException(message);
    }
  }
}
