package dev.pulmu.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  private static final List<String> OPTIMIZERS =
      List.of("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "newton-cg");
  private static final List<String> LOSSES =
      List.of("softmax-cross-entropy", "sigmoid-cross-entropy", "mean-squared-error");
  private static final List<String> OTHERS =
      List.of("batch", "batch-norm", "epochs", "reduce-on-plateau", "rate", "epsilon", "he");

  @ParameterizedTest
  @CsvSource({
    "adagrat, adagrad",
    "AdamX, adam",
    "rms-prop, rmsprop",
    "mometnum, momentum",
    "newton, newton-cg",
    "mse, mean-squared-error",
    "cross-entropy, softmax-cross-entropy",
    "Binary_CrossEntropy, sigmoid-cross-entropy",
    "bce, sigmoid-cross-entropy",
    "squared-error, mean-squared-error",
    "batch-size, batch",
    "batchsize, batch",
    "batchnorm, batch-norm",
    "bn, batch-norm",
    "epoch, epochs",
    "num-epochs, epochs",
    "plateau, reduce-on-plateau",
    "lr, rate",
    "eps, epsilon",
    "batch_norm, batch-norm",
    "kaiming, he",
  })
  void aNameThatIsUnknownIsTakenForTheOneThatWasMeant(String came, String meant) {
    List<String> known = List.of(OPTIMIZERS, LOSSES, OTHERS).stream()
        .filter(names -> names.contains(meant))
        .findFirst()
        .orElseThrow();

    assertThat(Names.nearest(came, known)).contains(meant);
  }

  @Test
  void aNameThatIsLikeNoneHasNoMeaning() {
    for (String came : List.of("", "x", "emnist", "transformer", "tpu")) {
      assertThat(Names.nearest(came, OPTIMIZERS)).as(came).isEmpty();
      assertThat(Names.nearest(came, LOSSES)).as(came).isEmpty();
    }
  }

  @Test
  void anotherNumberIsNoTypingErrorButItsPlaceIs() {
    assertThat(Names.nearest("dense4", List.of("dense1", "dense2"))).isEmpty();
    assertThat(Names.nearest("ndj4", List.of("cpu", "nd4j"))).contains("nd4j");
  }

  /** Textbook pairs, and a swap, which counts once. */
  @ParameterizedTest
  @CsvSource({"kitten, sitting, 3", "flaw, lawn, 2", "trian, train, 1", "ca, abc, 3", "a, a, 0"})
  void distanceCountsTypingErrors(String one, String other, int errors) {
    assertThat(Names.distance(one, other)).isEqualTo(errors);
    assertThat(Names.distance(other, one)).isEqualTo(errors);
  }

  @Test
  void theRefusalAsksWhatWasMeantAndNamesAll() {
    assertThat(Names.unknown("loss", "mse", LOSSES))
        .hasMessage("no loss 'mse'; did you mean 'mean-squared-error'? Known: "
            + "softmax-cross-entropy, sigmoid-cross-entropy, mean-squared-error");
    assertThat(Names.unknown("loss", "hinge", List.of("a", "b")))
        .hasMessage("no loss 'hinge'; known: a, b");
    assertThat(Names.unknown(
            "number", "twoo", List.of("two", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")))
        .hasMessage("no number 'twoo'; did you mean 'two'?");
  }

  /** Where I is written small it has no dot. */
  @Test
  void capitalsAreWrittenSmallInEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(new Locale("tr", "TR"));
      assertThat(Names.plain(" MNIST ")).isEqualTo("mnist");
      assertThat(Names.nearest("MOMENTIM", OPTIMIZERS)).contains("momentum");
    } finally {
      Locale.setDefault(before);
    }
  }
}
