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
    layers.add(new Dense(100, new Initialization.He()));
    layers.add(new Dense(1, new Initialization.Xavier()));
    layers.add(new BatchNorm(1e-3f, 0.25f));
    layers.add(new Dropout(0.3f));

    assertThat(layers).allSatisfy(layer -> assertThat(Layer.parse(layer.text())).isEqualTo(layer));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          conv(outputs=3) | no layer 'conv'; known: dense, batch-norm, dropout, identity, relu, leaky-relu, sigmoid, tanh, elu, gelu
          dense | dense wants outputs=…, it is not given
          dense(outputs=0) | dense: outputs wants a whole number of at least 1, came 0
          dense(outputs=3, bias=1) | dense has no key 'bias'; known: outputs, init
          dense(outputs=3, init=she) | no initialization 'she'; known: zeros, normal, xavier, glorot-normal, glorot-uniform, he
          dropout(p=1) | dropout wants a probability in [0, 1), came 1
          batch-norm(epsilon=0) | batch norm wants epsilon above 0, came 0
          relu(slope=1) | relu has no key 'slope'; it has none
          """)
  void whatIsNoLayerIsRefused(String text, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> Layer.parse(text)).withMessage(message);
  }
}
