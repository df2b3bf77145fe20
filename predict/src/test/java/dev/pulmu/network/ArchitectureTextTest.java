package dev.pulmu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulmu.datasets.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTextTest {
  private static final Loss LOSS = new SoftmaxCrossEntropy();

  @Test
  void theTextIsWhatTheBuilderBuilds() {
    assertThat(Network.parse(
            "28x28: dense(100) batch-norm relu dropout(0.2), dense(30, init=zeros) , dense (10)",
            LOSS))
        .isEqualTo(Network.input(28, 28)
            .dense(100)
            .batchNorm(BatchNorm.DEFAULT)
            .activation(Activation.RELU)
            .dropout(0.2f)
            .dense(30, new Initialization.Zeros())
            .dense(10)
            .loss(LOSS));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          dense | dense
          Dense( 100 )  RELU,dense | dense(100) relu, dense
          dense(outputs=3) tanh, dense(init=he) | dense(3) tanh, dense(init=he)
          4: dense(3, init=normal) , dense | 4: dense(3, init=normal(deviation=0.01)), dense
          3X32x32:dense(2) | 3x32x32: dense(2)
          dense(2) dropout(p=0.5), dense | dense(2) dropout(0.5, style=inverted), dense
          dense(2)  batch-norm (epsilon=1), dense | dense(2) batch-norm(epsilon=1, momentum=0.9, statistics=corrected), dense
          """)
  void aTextPrintsAllThatItSays(String text, String canonical) {
    Architecture read = Architecture.parse(text);

    assertThat(read.text()).isEqualTo(canonical);
    assertThat(Architecture.parse(canonical)).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({"relu, he", "tanh, xavier", "batch-norm elu, he", "batch-norm, xavier"})
  void weightsBeginAsSuitsTheActivationOfTheirBlock(String then, String initialization) {
    Network network =
        Architecture.parse("dense(3) " + then + ", dense").network(Shape.of(2), 5, LOSS);

    assertThat(network.layers().get(0))
        .isEqualTo(new Dense(3, Initialization.parse(initialization)));
    assertThat(network.layers().get(network.layers().size() - 1))
        .isEqualTo(new Dense(5, new Initialization.Xavier()));
  }

  @Test
  void theDataHasTheShapeAndTheOutputsThatAreNotSaid() {
    Architecture open = Architecture.parse("dense(3) relu, dense");

    assertThat(open.network(Shape.of(4), 2, LOSS))
        .isEqualTo(Network.parse("4: dense(3) relu, dense(2)", LOSS));
    assertThat(Architecture.parse("2x2: dense(3) relu, dense(2)")
            .network(Shape.of(4), 2, LOSS)
            .shape())
        .isEqualTo(Shape.of(2, 2));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          28x28: dense | the network takes 28x28 = 784, the data has 4 numbers a sample; leave that to the data, as in 'dense(100) relu, dense'
          dense(3) | the network gives 3, the data has 2 outputs; leave that to the data, as in 'dense(100) relu, dense'
          """)
  void dataOfOtherSizesIsRefused(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Architecture.parse(text).network(Shape.of(4), 2, LOSS))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"'dense(3) relu, dense(2)'", "'4: dense'"})
  void aNetworkAloneLeavesNothingToTheData(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.parse(text, LOSS))
        .withMessage("a network wants the shape of a sample and its outputs, as in"
            + " '784: dense(100) relu, dense(10)', came '" + text + "'");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          '' | a network ends with a dense layer, whose outputs are the logits
          784: | a network ends with a dense layer, whose outputs are the logits
          dense(3) relu | a network ends with a dense layer, whose outputs are the logits
          dense(3) relu, | a network ends with a dense layer, whose outputs are the logits
          relu, dense | a block of a network begins with a dense layer, as in 'dense(100) relu', came 'relu'
          dense(3), , dense | a block of a network begins with a dense layer, as in 'dense(100) relu', came ''
          dense(3) dense | 'dense' begins a block of its own; put a comma before it
          dense relu, dense | 'dense relu' wants its number of outputs, as in dense(100); only the last layer takes it from the data
          dense(3) relu batch-norm, dense | layer 3 (batch-norm(epsilon=1e-5, momentum=0.9, statistics=corrected)) cannot follow relu; the order is dense, batch norm, activation, dropout
          dense(3) relu tanh, dense | layer 3 (tanh) cannot follow relu; the order is dense, batch norm, activation, dropout
          dense(0) | dense: outputs wants a whole number of at least 1, came 0
          dense(2.5) | dense: outputs wants a whole number, came '2.5'
          dense(2147483648) | dense: outputs wants a whole number of at most 2147483647, came 2147483648
          dense(3, bias=1) | dense has no key 'bias'; known: outputs, init
          dense(3, 4) | 'dense(3, 4)': '4' wants the form key=value
          dense(3, init=she) | no initialization 'she'; did you mean 'he'? Known: zeros, normal, xavier, glorot-normal, glorot-uniform, he
          dense(init=normal(deviation=0)) | normal wants a deviation above 0, came 0
          dense(3 relu, dense | 'dense(3 relu, dense': its parentheses do not match
          28*28: dense | the shape of a sample wants the form 784 or 28x28, came '28*28'
          0x3: dense | the shape of a sample wants sizes of at least 1 and at most 2147483647 numbers in all, came '0x3'
          99999x99999: dense | the shape of a sample wants sizes of at least 1 and at most 2147483647 numbers in all, came '99999x99999'
          """)
  void whatIsNoNetworkIsRefused(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Architecture.parse(text))
        .withMessage(message);
  }

  @Test
  void aLayerTakesThePlaceOfTheOneOfItsKind() {
    Architecture.Block block =
        Architecture.parse("dense(3) relu, dense").hidden().get(0);

    assertThat(block
            .with(Activation.TANH)
            .with(new Dropout(0.5f))
            .with(BatchNorm.DEFAULT)
            .then())
        .isEqualTo(List.of(BatchNorm.DEFAULT, Activation.TANH, new Dropout(0.5f)));
    assertThat(block.with(BatchNorm.DEFAULT).without(BatchNorm.DEFAULT)).isEqualTo(block);
    assertThat(block.withInitialization(Optional.of(new Initialization.Zeros())).text())
        .isEqualTo("dense(3, init=zeros) relu");
  }
}
