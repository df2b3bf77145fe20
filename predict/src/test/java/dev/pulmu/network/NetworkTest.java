package dev.pulmu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.datasets.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final Initialization HE = new Initialization.He();
  private static final Initialization XAVIER = new Initialization.Xavier();
  private static final Loss LOSS = new SoftmaxCrossEntropy();

  @Test
  void builderCollectsLayersInOrder() {
    Network network = Network.input(784)
        .dense(100)
        .batchNorm(BatchNorm.DEFAULT)
        .activation(Activation.RELU)
        .dropout(0.2f)
        .dense(10)
        .loss(LOSS);
    assertThat(network.inputs()).isEqualTo(784);
    assertThat(network.outputs()).isEqualTo(10);
    assertThat(network.loss()).isEqualTo(LOSS);
    assertThat(network.layers())
        .containsExactly(
            new Dense(100, HE),
            BatchNorm.DEFAULT,
            Activation.RELU,
            new Dropout(0.2f),
            new Dense(10, XAVIER));
  }

  @Test
  void openInitializationFollowsTheNextActivationOnly() {
    Network network = Network.input(1)
        .dense(2)
        .dense(3)
        .activation(Activation.RELU)
        .dense(4)
        .activation(Activation.IDENTITY)
        .dense(2)
        .loss(LOSS);
    assertThat(network.layers())
        .containsExactly(
            new Dense(2, XAVIER),
            new Dense(3, HE),
            Activation.RELU,
            new Dense(4, XAVIER),
            Activation.IDENTITY,
            new Dense(2, XAVIER));
  }

  @Test
  void chosenInitializationStays() {
    Network network = Network.input(1)
        .dense(2)
        .dense(3, XAVIER)
        .activation(Activation.RELU)
        .dense(2, HE)
        .loss(LOSS);
    assertThat(network.layers())
        .containsExactly(
            new Dense(2, XAVIER), new Dense(3, XAVIER), Activation.RELU, new Dense(2, HE));
  }

  @Test
  void dropoutOfZeroAddsNothing() {
    Network network = Network.input(1).dense(2).dropout(0).dense(2).loss(LOSS);
    assertThat(network.layers()).hasSize(2);
  }

  @Test
  void layersAreCopied() {
    List<Layer> layers = new ArrayList<>(List.of(new Dense(2, HE)));
    Network network = new Network(Shape.of(1), layers, LOSS);
    layers.clear();
    assertThat(network.layers()).hasSize(1);
  }

  @Test
  void networkWithoutInputsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.input(0).dense(2).loss(LOSS))
        .withMessage(
            "the shape of a sample wants sizes of at least 1 and at most 2147483647 numbers in all,"
                + " came '0'");
  }

  @Test
  void networkEndsWithADenseLayer() {
    String message = "a network ends with a dense layer, whose outputs are the logits";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.input(1).loss(LOSS))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.input(1).dense(2).activation(Activation.RELU).loss(LOSS))
        .withMessage(message);
  }

  @Test
  void firstLayerIsDense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.input(1).activation(Activation.RELU).dense(2).loss(LOSS))
        .withMessage("layer 1 (relu) cannot follow the input; "
            + "the order is dense, batch norm, activation, dropout");
  }

  @Test
  void layersOfAGroupKeepTheirOrder() {
    List<Layer> group = List.of(BatchNorm.DEFAULT, Activation.RELU, new Dropout(0.5f));
    for (int first = 0; first < group.size(); first++) {
      for (int second = 0; second < group.size(); second++) {
        List<Layer> layers =
            List.of(new Dense(3, HE), group.get(first), group.get(second), new Dense(2, HE));
        if (second > first) {
          assertThat(new Network(Shape.of(1), layers, LOSS).layers()).isEqualTo(layers);
        } else {
          String message = String.format(
              Locale.ROOT,
              "layer 3 (%s) cannot follow %s; the order is dense, batch norm, activation, dropout",
              group.get(second).text(),
              group.get(first).text());
          assertThatIllegalArgumentException()
              .isThrownBy(() -> new Network(Shape.of(1), layers, LOSS))
              .withMessage(message);
        }
      }
    }
  }

  @Test
  void formulaThatTakesANormIsForOptimizersOnly() {
    String message = " takes a norm(x) in its formula, which only an optimizer may; say it without";
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Network.input(1).dense(2).activation(new Unit()).dense(2).loss(LOSS))
        .withMessage("activation 'unit'" + message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.input(1).dense(2).loss(new Distance()))
        .withMessage("loss 'distance'" + message);
  }

  private record Unit() implements ElementFunction {
    @Override
    public String text() {
      return "unit";
    }

    @Override
    public Initialization initialization() {
      return XAVIER;
    }

    @Override
    public String device() {
      return "float n = norm(x); y = x / n; slope = 1.f / n;";
    }

    @Override
    public float value(float x) {
      return x;
    }

    @Override
    public float slope(float x) {
      return 1;
    }
  }

  private record Distance() implements ElementLoss {
    @Override
    public String text() {
      return "distance";
    }

    @Override
    public Link link() {
      return Link.IDENTITY;
    }

    @Override
    public String device() {
      return "float n = norm(x - t); term = n; slope = (x - t) / n;";
    }

    @Override
    public double term(float x, float t) {
      return 0;
    }

    @Override
    public float slope(float x, float t) {
      return 0;
    }
  }
}
