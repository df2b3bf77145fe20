package dev.pulmu.contract;

import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.ElementLosses.MeanSquaredError;
import dev.pulmu.network.ElementLosses.SigmoidCrossEntropy;
import dev.pulmu.network.Initialization;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.optimizer.Update;
import dev.pulmu.schedule.Schedule.Constant;
import java.util.List;
import java.util.stream.Stream;

/**
 * One case of the contract: what is trained on how much of what, and how far from the reference an
 * answer may be.
 *
 * @param name what failures call it
 * @param network its layers
 * @param update what moves its weights
 * @param batch rows of a full batch
 * @param accumulate batches of a full step
 * @param freeze blocks that keep their parameters
 * @param trainRows training rows; what they leave over is the last batch of an epoch
 * @param bytes whether the features are bytes or floats
 * @param numbers whether the targets are numbers or labels
 * @param tolerance largest error as a share of the largest number of its kind
 * @param reason what the tolerance counts, each by half a unit in the last place up and down
 */
public record Row(
    String name,
    Network network,
    Update update,
    int batch,
    int accumulate,
    List<String> freeze,
    int trainRows,
    boolean bytes,
    boolean numbers,
    double tolerance,
    String reason) {
  /** With every batch a step, and nothing frozen. */
  public Row(
      String name,
      Network network,
      Update update,
      int batch,
      int trainRows,
      boolean bytes,
      boolean numbers,
      double tolerance,
      String reason) {
    this(name, network, update, batch, 1, List.of(), trainRows, bytes, numbers, tolerance, reason);
  }

  /** With labels as targets. */
  public Row(
      String name,
      Network network,
      Update update,
      int batch,
      int trainRows,
      boolean bytes,
      double tolerance,
      String reason) {
    this(name, network, update, batch, trainRows, bytes, false, tolerance, reason);
  }

  static final Loss LOSS = new SoftmaxCrossEntropy();
  static final BatchNorm NORM = BatchNorm.DEFAULT;
  static final Activation RELU = Activation.RELU;
  static final Update SGD = new Update(new Sgd(new Constant(0.1)));
  static final Adam ADAM_RULE = new Adam(new Constant(0.01), 0.9, 0.999, 1e-8);
  static final Update ADAM = new Update(ADAM_RULE);
  static final Loss SQUARES = new MeanSquaredError();
  static final Loss QUESTIONS = new SigmoidCrossEntropy();
  static final Update SOFT_SIGN = new Update(new SoftSign(new Constant(0.02), 0.75f, 0.1f));
  static final double ULP = 0x1p-23;

  /** Every row; the sizes are 1, 7, 33, 100 and 785, each as inputs, hidden, outputs or batch. */
  public static List<Row> all() {
    return Stream.of(ofOneBatch(), ElementRows.all(), StepRows.all(), NormRows.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Those whose every step is one batch, so that its gradient can be asked for. */
  static List<Row> ofOneBatchAStep() {
    return all().stream().filter(row -> row.accumulate == 1).toList();
  }

  private static List<Row> ofOneBatch() {
    return List.of(
        new Row(
            "logits only",
            Network.input(7).dense(2).loss(LOSS),
            SGD,
            7,
            21,
            false,
            32 * ULP,
            "7 products and the softmax"),
        new Row(
            "one of each",
            Network.input(1).dense(1).activation(RELU).dense(2).loss(LOSS),
            SGD,
            1,
            3,
            false,
            32 * ULP,
            "some thirty roundings in a row"),
        new Row(
            "short last batch",
            Network.input(33).dense(7).activation(RELU).dense(7).loss(LOSS),
            SGD.withWeightDecay(0.1f),
            33,
            33 * 2 + 5,
            true,
            64 * ULP,
            "33 products forward, 33 back"),
        new Row(
            "lone row without batch norm",
            Network.input(7).dense(33).activation(RELU).dense(3).loss(LOSS),
            ADAM,
            7,
            7 * 3 + 1,
            false,
            64 * ULP,
            "33 products forward, 7 back"),
        new Row(
            "lone row with batch norm",
            Network.input(7).dense(33).batchNorm(NORM).activation(RELU).dense(3).loss(LOSS),
            ADAM,
            7,
            7 * 3 + 1,
            true,
            128 * ULP,
            "33 products; 8 rows make a variance"),
        new Row(
            "batch larger than the data",
            Network.input(33)
                .dense(1)
                .batchNorm(new BatchNorm(1e-3f, 0.5f))
                .dense(33)
                .loss(LOSS),
            SGD.withEma(0.5f),
            100,
            33,
            false,
            128 * ULP,
            "33 products; 33 rows make a variance"),
        new Row(
            "wide input",
            Network.input(785).dense(100).activation(RELU).dense(33).loss(LOSS),
            ADAM.withEma(0.9f),
            33,
            70,
            true,
            785 * ULP,
            "sums 785 products"),
        new Row(
            "wide layer",
            Network.input(100)
                .dense(785)
                .activation(RELU)
                .dropout(0.5f)
                .dense(2)
                .loss(LOSS),
            SGD,
            7,
            15,
            false,
            785 * ULP,
            "sums 785 products"),
        new Row(
            "large batch",
            Network.input(7).dense(33).batchNorm(NORM).activation(RELU).dense(7).loss(LOSS),
            SGD,
            785,
            785 * 2 + 100,
            true,
            785 * ULP,
            "sums 785 rows"),
        new Row(
            "large batch without batch norm",
            Network.input(300)
                .dense(33)
                .activation(RELU)
                .dropout(0.25f)
                .dense(7)
                .loss(LOSS),
            ADAM.withClip(0.125f),
            785,
            785 * 2 + 100,
            true,
            785 * ULP,
            "sums 785 rows"),
        new Row(
            "many outputs",
            Network.input(33).dense(7, new Initialization.He()).dense(785).loss(LOSS),
            ADAM,
            33,
            99,
            false,
            785 * ULP,
            "a softmax of 785"),
        new Row(
            "no activation",
            Network.input(33)
                .dense(7)
                .dropout(0.2f)
                .dense(7)
                .batchNorm(NORM)
                .dense(7)
                .loss(LOSS),
            SGD.withWeightDecay(0.01f),
            7,
            33,
            false,
            128 * ULP,
            "33 products; 7 rows make a variance"),
        new Row(
            "everything",
            group(group(group(group(Network.input(33), 100), 33), 7), 100)
                .dense(7)
                .loss(LOSS),
            ADAM.withWeightDecay(0.01f).withEma(0.75f),
            33,
            33 * 3 + 1,
            true,
            785 * ULP,
            "5 layers of up to 100 products"),
        new Row(
            "a rule of the user's own",
            Network.input(7).dense(33).batchNorm(NORM).activation(RELU).dense(7).loss(LOSS),
            SOFT_SIGN.withWeightDecay(0.1f).withEma(0.5f),
            33,
            100,
            false,
            128 * ULP,
            "33 products; 33 rows make a variance"),
        new Row(
            "mnist",
            Network.input(784)
                .dense(100)
                .batchNorm(NORM)
                .activation(RELU)
                .dense(100)
                .batchNorm(NORM)
                .activation(RELU)
                .dense(10)
                .loss(LOSS),
            ADAM,
            128,
            128 + 33,
            true,
            785 * ULP,
            "sums 784 products"));
  }

  /** The row of this name. */
  static Row named(String name) {
    return all().stream().filter(row -> row.name.equals(name)).findFirst().orElseThrow();
  }

  /** This row with its batches accumulated to steps. */
  Row accumulating(int batches) {
    return new Row(
        name, network, update, batch, batches, freeze, trainRows, bytes, numbers, tolerance,
        reason);
  }

  /** This row with some blocks frozen. */
  Row freezing(List<String> blocks) {
    return new Row(
        name,
        network,
        update,
        batch,
        accumulate,
        blocks,
        trainRows,
        bytes,
        numbers,
        tolerance,
        reason);
  }

  private static Network.Builder group(Network.Builder network, int outputs) {
    return network.dense(outputs).batchNorm(NORM).activation(RELU).dropout(0.1f);
  }

  @Override
  public String toString() {
    return name;
  }
}
