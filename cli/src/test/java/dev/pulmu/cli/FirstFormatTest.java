package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.cli.CommandLineFixture.Result;
import dev.pulmu.model.Model;
import dev.pulmu.network.Activation;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What commit d5d13d4 stored of two epochs with {@code --activation gelu}: settings, report, model
 * and checkpoint have no format that says which gelu, and mean its approximation by tanh.
 */
class FirstFormatTest {
  private static final String DATA = "src/test/resources/dev/pulmu/cli/stored-runs/images";

  /** Of a third epoch, as that commit did it. */
  private static final String OF_THREE_EPOCHS =
      "513ad29e12035536a33005d90daeb15721795a37a695c9c8378e55b377502683";

  @TempDir
  private Path directory;

  private Path run;

  @BeforeEach
  void copy() throws IOException, URISyntaxException {
    Path stored = Path.of(FirstFormatTest.class.getResource("/first-format/run").toURI());
    run = RunFiles.copy(stored, directory.resolve("run"));
  }

  @Test
  void aStoredRunGoesOnToItsBits() throws IOException {
    done(pulmu("train", "--resume", run.toString(), "--data", DATA, "--epochs", "3"));

    assertThat(RunFiles.report(run).get("weightsSha256").textValue()).isEqualTo(OF_THREE_EPOCHS);
    assertThat(RunFiles.report(run).at("/config/network").textValue()).contains(" gelu-tanh");
    assertThat(done(pulmu("replay", run.toString(), "--data", DATA)).out())
        .endsWith(": as in the report\n");
  }

  @Test
  void aStoredReportIsReplayedToItsBits() {
    assertThat(done(pulmu("replay", run.toString(), "--data", DATA)).out())
        .endsWith(": as in the report\n");
  }

  @Test
  void aStoredModelIsTestedAsItWas() throws IOException {
    Result tested =
        done(pulmu("evaluate", run.toString(), "--data", DATA, "--backend", "cpu", "--json"));

    assertThat(Model.load(run).network().layers()).contains(Activation.GELU_TANH);
    // Math.log told the loss then, StrictMath.log does now
    assertThat(new ObjectMapper().readTree(tested.out()).get("testLoss").doubleValue())
        .isEqualTo(RunFiles.report(run).get("testLoss").doubleValue(), within(1e-12));
  }

  private static Result done(Result result) {
    assertThat(result.status()).as(result.err()).isZero();
    return result;
  }
}
