package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.cli.CommandLineFixture.Result;
import dev.pulmu.layout.NetworkPlan;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import dev.pulmu.model.Normalisation;
import dev.pulmu.model.Provenance;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import dev.pulmu.recipe.TableColumns;
import dev.pulmu.recipe.TargetColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of y = 10 x on rows where that is no float. */
class EvaluateNotFiniteTest {
  @TempDir
  private Path directory;

  @Test
  void anAnswerThatIsNoNumberIsAnErrorWithItsRow() throws IOException {
    Result result = evaluate("x,y\n1,10\n3e38,5\n");

    assertThat(result.err())
        .isEqualTo("pulmu evaluate: the model's answer to test row 2 is Infinity; look for numbers"
            + " far beyond those that it learnt from, or train it anew\n");
    assertThat(result.out()).isEmpty();
    assertThat(result.status()).isEqualTo(1);
  }

  private Result evaluate(String test) throws IOException {
    Files.writeString(directory.resolve("test.csv"), test);
    Network network = Network.parse("1: dense(1)", Loss.parse("mean-squared-error"));
    State state = State.initial(NetworkPlan.of(network), 0);
    System.arraycopy(new float[] {10, 0}, 0, state.values(), 0, 2);
    TargetColumns target = new TargetColumns(TargetColumns.Kind.NUMBERS, List.of("y"));
    Model model = new Model(
        state,
        List.of(),
        new Normalisation(1, 0),
        new Provenance("none", "csv", "", "unknown", 0, "", OptionalDouble.empty()),
        Optional.of(new TableColumns(List.of("x"), target)),
        Optional.empty());
    Path file = directory.resolve(Model.FILE);
    model.save(file);
    return pulmu("evaluate", file.toString(), "--data", directory.toString(), "--backend", "nd4j");
  }
}
