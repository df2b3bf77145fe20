package dev.pulmu.contract;

import static dev.pulmu.contract.Row.LOSS;
import static dev.pulmu.contract.Row.NORM;
import static dev.pulmu.contract.Row.RELU;
import static dev.pulmu.contract.Row.ULP;

import dev.pulmu.network.Network;
import dev.pulmu.optimizer.Lamb;
import dev.pulmu.optimizer.Update;
import dev.pulmu.schedule.Schedule.Constant;
import java.util.List;

/** Rows whose rule takes norms over each tensor. */
final class NormRows {
  private static final Update LAMB =
      new Update(new Lamb(new Constant(0.02), 0.9, 0.999, 1e-6, 0.5));
  private static final Update LARS = new Update(new Lars(new Constant(0.02), 0.75f, 0.5f));

  private NormRows() {}

  static List<Row> all() {
    return List.of(
        new Row(
            "norms of the user's own",
            Network.input(33)
                .dense(33)
                .batchNorm(NORM)
                .activation(RELU)
                .dense(7)
                .loss(LOSS),
            LARS.withWeightDecay(0.1f).withEma(0.5f),
            33,
            100,
            false,
            128 * ULP,
            "33 products; 33 rows make a variance"),
        new Row(
            "norms with an average",
            Network.input(100).dense(33).activation(RELU).dropout(0.2f).dense(7).loss(LOSS),
            LAMB.withEma(0.75f),
            33,
            70,
            true,
            100 * ULP,
            "100 products"),
        new Row(
                "norms accumulated and clipped",
                Network.input(33)
                    .dense(33)
                    .batchNorm(NORM)
                    .activation(RELU)
                    .dense(7)
                    .loss(LOSS),
                LAMB.withClip(0.05f).withWeightDecay(0.1f).withL1(0.01f),
                7,
                2 * 21 + 7,
                false,
                128 * ULP,
                "33 products; 7 rows make a variance")
            .accumulating(3),
        new Row(
                "norms beside a frozen block",
                Network.input(33)
                    .dense(7)
                    .activation(RELU)
                    .dense(33)
                    .batchNorm(NORM)
                    .activation(RELU)
                    .dense(7)
                    .loss(LOSS),
                LAMB.withEma(0.5f),
                33,
                70,
                false,
                256 * ULP,
                "33 products; 33 rows make a variance, 4 of them the last")
            .freezing(List.of("dense2")));
  }
}
