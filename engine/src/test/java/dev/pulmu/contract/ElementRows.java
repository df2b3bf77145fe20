package dev.pulmu.contract;

import static dev.pulmu.contract.Row.ADAM;
import static dev.pulmu.contract.Row.ADAM_RULE;
import static dev.pulmu.contract.Row.QUESTIONS;
import static dev.pulmu.contract.Row.RELU;
import static dev.pulmu.contract.Row.SGD;
import static dev.pulmu.contract.Row.SQUARES;
import static dev.pulmu.contract.Row.ULP;

import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.BatchNorm.Statistics;
import dev.pulmu.network.Dropout;
import dev.pulmu.network.ElementLosses.Huber;
import dev.pulmu.network.ElementLosses.SigmoidCrossEntropy;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.AdamW;
import dev.pulmu.optimizer.Update;
import java.util.List;

/** Rows for what goes element by element: activations and losses. */
final class ElementRows {
  private ElementRows() {}

  static List<Row> all() {
    return List.of(
        new Row(
            "an activation and a loss of the user's own",
            Network.input(7).dense(33).activation(new RootUnit()).dense(3).loss(new LogCosh()),
            SGD,
            7,
            33,
            false,
            true,
            64 * ULP,
            "33 products forward, 7 back"),
        new Row(
            "bounded activations by PyTorch",
            Network.input(33)
                .dense(33)
                .batchNorm(new BatchNorm(1e-3f, 0.75f, Statistics.PYTORCH))
                .activation(Activation.SIGMOID)
                .dense(7)
                .activation(Activation.TANH)
                .dense(7)
                .loss(new SoftmaxCrossEntropy(0.1f, List.of())),
            new Update(new AdamW(ADAM_RULE, 0.5f)).withClip(0.125f),
            33,
            100,
            true,
            256 * ULP,
            "33 products; 33 rows make a variance"),
        new Row(
            "everything by the book",
            byTheBook(byTheBook(Network.input(33), Activation.LEAKY_RELU), Activation.ELU)
                .dense(3)
                .loss(new SoftmaxCrossEntropy(0, List.of(0.5f, 2f, 0f))),
            SGD.withL1(0.01f).withWeightDecay(0.01f).withEma(0.5f),
            33,
            33 * 2 + 7,
            false,
            256 * ULP,
            "33 products; 7 rows make a variance"),
        new Row(
            "huber of numbers",
            Network.input(7).dense(33).activation(RELU).dense(3).loss(new Huber(1)),
            SGD,
            7,
            33,
            false,
            true,
            64 * ULP,
            "33 products forward, 7 back"),
        new Row(
            "squares of numbers",
            Network.input(33)
                .dense(33)
                .activation(Activation.GELU_TANH)
                .dense(1)
                .loss(SQUARES),
            SGD.withClip(0.01f),
            7,
            33,
            false,
            true,
            64 * ULP,
            "33 products forward, 33 back"),
        new Row(
            "squares of labels",
            Network.input(7).dense(33).activation(Activation.ELU).dense(7).loss(SQUARES),
            SGD.withL1(0.1f),
            7,
            33,
            true,
            64 * ULP,
            "33 products forward, 7 back"),
        new Row(
            "yes or no",
            Network.input(7).dense(33).activation(Activation.TANH).dense(3).loss(QUESTIONS),
            ADAM.withClip(100),
            7,
            33,
            false,
            true,
            64 * ULP,
            "33 products forward, 7 back"),
        new Row(
            "yes or no of labels",
            Network.input(33).dense(7).activation(Activation.SIGMOID).dense(7).loss(QUESTIONS),
            new Update(new AdamW(ADAM_RULE, 0.1f)),
            7,
            33,
            true,
            64 * ULP,
            "33 products forward, 7 back"),
        new Row(
            "weighted questions",
            Network.input(7).dense(33).activation(RELU).dense(3).loss(weighted(2f, 0.5f, 0f)),
            SGD.withEma(0.5f),
            7,
            33,
            false,
            true,
            64 * ULP,
            "33 products forward, 7 back"),
        new Row(
            "weighted questions of labels",
            Network.input(33).dense(7).activation(RELU).dense(2).loss(weighted(0.25f, 3f)),
            ADAM.withClip(0.125f),
            7,
            33,
            true,
            64 * ULP,
            "33 products forward, 7 back"));
  }

  private static Loss weighted(Float... weights) {
    return new SigmoidCrossEntropy(List.of(weights));
  }

  private static Network.Builder byTheBook(Network.Builder network, Activation activation) {
    return network
        .dense(33)
        .batchNorm(new BatchNorm(1e-3f, 0.5f, Statistics.BOOK))
        .activation(activation)
        .dropout(new Dropout(0.25f, Dropout.Style.BOOK));
  }
}
