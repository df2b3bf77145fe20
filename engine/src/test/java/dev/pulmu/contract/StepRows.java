package dev.pulmu.contract;

import static dev.pulmu.contract.Row.ADAM;
import static dev.pulmu.contract.Row.ADAM_RULE;
import static dev.pulmu.contract.Row.LOSS;
import static dev.pulmu.contract.Row.NORM;
import static dev.pulmu.contract.Row.RELU;
import static dev.pulmu.contract.Row.SGD;
import static dev.pulmu.contract.Row.SOFT_SIGN;
import static dev.pulmu.contract.Row.ULP;

import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.BatchNorm.Statistics;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.Network;
import dev.pulmu.optimizer.AdamW;
import dev.pulmu.optimizer.Update;
import java.util.List;

/** Rows whose steps accumulate batches, or leave some blocks as they are, or both. */
final class StepRows {
  private StepRows() {}

  static List<Row> all() {
    return List.of(
        new Row(
                "accumulated with dropout",
                Network.input(7)
                    .dense(33)
                    .activation(RELU)
                    .dropout(0.5f)
                    .dense(7)
                    .loss(LOSS),
                SGD.withWeightDecay(0.1f).withL1(0.01f).withEma(0.5f),
                7,
                2 * 28 + 7 + 3, // the last step has 7 rows, then 3
                false,
                64 * ULP,
                "33 products forward, 10 back")
            .accumulating(4),
        new Row(
                "accumulated single rows",
                Network.input(7).dense(7).activation(RELU).dense(2).loss(LOSS),
                ADAM,
                1,
                7,
                true,
                64 * ULP,
                "7 products forward, 7 back")
            .accumulating(3),
        new Row(
                "accumulated lone row of the step before",
                Network.input(7)
                    .dense(33)
                    .batchNorm(NORM)
                    .activation(RELU)
                    .dense(3)
                    .loss(LOSS),
                new Update(new AdamW(ADAM_RULE, 0.5f)).withClip(0.125f),
                7,
                2 * 21 + 1,
                false,
                128 * ULP,
                "33 products; 7 rows make a variance")
            .accumulating(3),
        new Row(
                "accumulated lone row of the same step",
                Network.input(7)
                    .dense(33)
                    .batchNorm(new BatchNorm(1e-3f, 0.5f, Statistics.PYTORCH))
                    .activation(RELU)
                    .dropout(new Dropout(0.25f, Dropout.Style.BOOK))
                    .dense(3)
                    .loss(LOSS),
                ADAM.withWeightDecay(0.1f),
                7,
                28 + 14 + 1,
                true,
                128 * ULP,
                "33 products; 7 rows make a variance")
            .accumulating(4),
        new Row(
                "accumulated more than there is",
                Network.input(33)
                    .dense(7)
                    .batchNorm(NORM)
                    .activation(RELU)
                    .dense(7)
                    .loss(LOSS),
                SGD.withClip(0.1f),
                33,
                33 + 7,
                false,
                128 * ULP,
                "33 products; 7 rows make a variance")
            .accumulating(100),
        new Row(
                "first blocks frozen",
                Network.input(33)
                    .dense(33)
                    .batchNorm(NORM)
                    .activation(RELU)
                    .dropout(0.2f)
                    .dense(7)
                    .activation(RELU)
                    .dense(3)
                    .loss(LOSS),
                new Update(new AdamW(ADAM_RULE, 0.5f)).withEma(0.5f),
                33,
                33 + 7,
                true,
                128 * ULP,
                "33 products; 7 rows make a variance")
            .freezing(List.of("dense1", "dense2")),
        new Row(
                "last block frozen",
                Network.input(7).dense(33).activation(RELU).dense(7).loss(LOSS),
                SOFT_SIGN.withWeightDecay(0.1f).withL1(0.01f),
                7,
                7 * 3 + 1,
                false,
                128 * ULP,
                "33 products forward, 7 back")
            .freezing(List.of("dense2")),
        new Row(
                "middle block frozen and clipped",
                Network.input(33)
                    .dense(7)
                    .activation(RELU)
                    .dense(33)
                    .batchNorm(NORM)
                    .activation(RELU)
                    .dense(7)
                    .loss(LOSS),
                ADAM.withClip(0.05f).withWeightDecay(0.1f),
                33,
                70,
                false,
                256 * ULP,
                "33 products; 33 rows make a variance, 4 of them the last")
            .freezing(List.of("dense2")),
        new Row(
                "all accumulated and half frozen",
                Network.input(33)
                    .dense(33)
                    .batchNorm(NORM)
                    .activation(RELU)
                    .dropout(0.1f)
                    .dense(33)
                    .batchNorm(new BatchNorm(1e-3f, 0.5f, Statistics.BOOK))
                    .activation(RELU)
                    .dropout(new Dropout(0.25f, Dropout.Style.BOOK))
                    .dense(33)
                    .activation(RELU)
                    .dense(7)
                    .loss(LOSS),
                ADAM.withWeightDecay(0.1f).withL1(0.01f).withClip(1).withEma(0.75f),
                7,
                2 * 21 + 7 + 1,
                false,
                512 * ULP,
                "4 layers of 33 products; 7 rows make a variance")
            .accumulating(3)
            .freezing(List.of("dense1", "dense3")));
  }
}
