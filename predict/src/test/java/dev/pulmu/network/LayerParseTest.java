package dev.pulmu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerParseTest {
  @Test
  void everyLayerBehindADenseOneReadsBackFromItsText() {
    List<Layer> layers = new ArrayList<>(Arrays.asList(Activation.values()));
    for (BatchNorm.Statistics statistics : BatchNorm.Statistics.values()) {
      layers.add(new BatchNorm(1e-3f, 0.25f, statistics));
    }
    for (Dropout.Style style : Dropout.Style.values()) {
      layers.add(new Dropout(0.3f, style));
    }

    assertThat(layers).allSatisfy(layer -> assertThat(Layer.parse(layer.text())).isEqualTo(layer));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          batch-norm | batch-norm(epsilon=1e-5, momentum=0.9, statistics=corrected)
          batch-norm(statistics=pytorch) | batch-norm(epsilon=1e-5, momentum=0.9, statistics=pytorch)
          batch-norm(statistics=book, momentum=0) | batch-norm(epsilon=1e-5, momentum=0, statistics=book)
          batch-norm(epsilon=1) | batch-norm(epsilon=1, momentum=0.9, statistics=corrected)
          dropout | dropout(0.5, style=inverted)
          dropout(style=book) | dropout(0.5, style=book)
          dropout(0.25) | dropout(0.25, style=inverted)
          dropout(p=0) | dropout(0, style=inverted)
          leaky-relu | leaky-relu
          """)
  void whatIsLeftUnsaidHasItsDefault(String text, String canonical) {
    assertThat(Layer.parse(text).text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          conv(outputs=3) | no layer 'conv'; known: batch-norm, dropout, ACTIVATIONS
          leaky_relu | no layer 'leaky_relu'; did you mean 'leaky-relu'?
          dense(3) | 'dense(3)' begins a block of its own; put a comma before it
          dropout(0.5, p=0.5) | 'dropout(0.5, p=0.5)' gives 'p' twice
          dropout(p=1) | dropout wants a probability in [0, 1), came 1
          dropout(p=0.99999999) | dropout wants a probability in [0, 1), came 1
          dropout(p=x) | dropout: p wants a number, came 'x'
          dropout(rate=0.5) | dropout has no key 'rate'; known: p, style
          dropout(style=alpha) | dropout: style wants one of inverted, book, came 'alpha'
          batch-norm(epsilon=0) | batch norm wants epsilon above 0, came 0
          batch-norm(momentum=1) | batch norm wants momentum in [0, 1), came 1
          batch-norm(statistics=keras) | batch-norm: statistics wants one of corrected, pytorch, book, came 'keras'
          batch-norm(eps=1) | batch-norm has no key 'eps'; did you mean 'epsilon'? Known: epsilon, momentum, statistics
          relu(slope=1) | relu has no key 'slope'; it has none
          leaky-relu(slope=0.1) | leaky-relu has no key 'slope'; it has none
          identity(x=1) | identity has no key 'x'; it has none
          sigmoid(x=1) | sigmoid has no key 'x'; it has none
          tanh(x=1) | tanh has no key 'x'; it has none
          elu(alpha=2) | elu has no key 'alpha'; it has none
          tanh(exact=true) | tanh has no key 'exact'; it has none
          """)
  void whatIsNoLayerIsRefused(String text, String message) {
    String activations = String.join(", ", Activation.names());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Layer.parse(text))
        .withMessage(message.replace("ACTIVATIONS", activations));
  }
}
