package dev.pulmu.contract;

import static dev.pulmu.contract.Row.LOSS;
import static dev.pulmu.contract.Row.NORM;
import static dev.pulmu.contract.Row.RELU;
import static dev.pulmu.contract.Row.ULP;

import dev.pulmu.network.Network;
import dev.pulmu.optimizer.Update;
import dev.pulmu.schedule.Schedule.Constant;
import java.util.List;

/** Rows whose rule takes norms over each tensor. */
final class NormRows {
  private NormRows() {}

  static List<Row> all() {
    return List.of(new Row(
        "norms of the user's own",
        Network.input(33).dense(33).batchNorm(NORM).activation(RELU).dense(7).loss(LOSS),
        new Update(new Lars(new Constant(0.02), 0.75f, 0.5f))
            .withWeightDecay(0.1f)
            .withEma(0.5f),
        33,
        100,
        false,
        128 * ULP,
        "33 products; 33 rows make a variance"));
  }
}
