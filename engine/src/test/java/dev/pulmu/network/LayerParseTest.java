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
  void everyLayerReadsBackFromItsText() {
    List<Layer> layers = new ArrayList<>(Arrays.asList(Activation.values()));
    for (String name : Initialization.names()) {
      layers.add(new Dense(100, Initialization.parse(name)));
    }
    layers.add(new Dense(1, new Initialization.Normal(0.125f)));
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
          dense(outputs=3) | dense(outputs=3, init=xavier)
          dense(init=normal(deviation=0.5), outputs=3) | dense(outputs=3, init=normal(deviation=0.5))
          dense(outputs=3, init=normal) | dense(outputs=3, init=normal(deviation=0.01))
          batch-norm | batch-norm(epsilon=1e-5, momentum=0.9, statistics=corrected)
          batch-norm(statistics=pytorch) | batch-norm(epsilon=1e-5, momentum=0.9, statistics=pytorch)
          batch-norm(statistics=book, momentum=0) | batch-norm(epsilon=1e-5, momentum=0, statistics=book)
          batch-norm(epsilon=1) | batch-norm(epsilon=1, momentum=0.9, statistics=corrected)
          dropout | dropout(p=0.5, style=inverted)
          dropout(style=book) | dropout(p=0.5, style=book)
          dropout(p=0) | dropout(p=0, style=inverted)
          leaky-relu | leaky-relu
          """)
  void whatIsLeftUnsaidHasItsDefault(String text, String canonical) {
    assertThat(Layer.parse(text).text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          conv(outputs=3) | no layer 'conv'; known: dense, batch-norm, dropout, ACTIVATIONS
          leaky_relu | no layer 'leaky_relu'; did you mean 'leaky-relu'?
          dense | dense wants outputs=…, it is not given
          dense(3) | dense wants outputs=…, it is not given
          dense(outputs=0) | dense: outputs wants a whole number of at least 1, came 0
          dense(outputs=2.5) | dense: outputs wants a whole number, came '2.5'
          dense(outputs=2147483648) | dense: outputs wants a whole number of at most 2147483647, came 2147483648
          dense(outputs=3, bias=1) | dense has no key 'bias'; known: outputs, init
          dense(outputs=3, init=she) | no initialization 'she'; did you mean 'he'? Known: zeros, normal, xavier, glorot-normal, glorot-uniform, he
          dense(outputs=3, init=normal(deviation=0)) | normal wants a deviation above 0, came 0
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
