package dev.pulmu.cli;

import static dev.pulmu.cli.CommandLineFixture.pulmu;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulmu.cli.CommandLineFixture.Result;
import dev.pulmu.model.Model;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures in folders, from the command line: bars that lie and bars that stand. */
class PicturesTest {
  @TempDir
  private Path directory;

  private Path pictures;
  private String out;

  @BeforeEach
  void draw() throws IOException {
    pictures = directory.resolve("pictures");
    out = directory.resolve("out").toString();
    for (int i = 0; i < 20; i++) {
      bar("lying", i, true);
      bar("standing", i, false);
    }
  }

  @Test
  void whatIsInFoldersOfPicturesIsSaid() {
    for (String place : List.of("images:" + pictures, pictures.toString())) {
      Result result = pulmu("datasets", "--data", place);

      assertThat(result.err()).isEmpty();
      assertThat(result.out().lines())
          .startsWith(
              pictures + ": pictures in folders, whole",
              "rows      36 to train on, 4 to test with",
              "features  64 bytes, the pixels of a picture of 8x8",
              "classes   2: lying, standing");
    }
    assertThat(pulmu("datasets").out()).contains("pictures in --data images:DIR");
  }

  @Test
  void picturesAreTrainedTestedReplayedAndGoneOnWith() throws IOException {
    Result trained = train("--epochs", "20");

    assertThat(trained.err()).isEmpty();
    assertThat(trained.out())
        .contains("images: 32 training, 4 validation, 4 test rows")
        .contains("64 inputs, 2 classes, ")
        .contains("test accuracy 1.0000");
    Model model = Model.load(Path.of(out));
    assertThat(model.network().shape().text()).isEqualTo("8x8");
    assertThat(model.classNames()).containsExactly("lying", "standing");
    JsonNode report =
        new ObjectMapper().readTree(Path.of(out).resolve("report.json").toFile());
    assertThat(report.at("/config/dataset").textValue()).isEqualTo("images");

    assertThat(pulmu("evaluate", out).out()).contains("images: 4 test rows");
    assertThat(pulmu("replay", out).out()).contains(": as in the report");
    assertThat(pulmu("train", "--resume", out, "--epochs", "21").out()).contains("going on after");
  }

  @Test
  void aModelIsTestedOnNewPicturesOfAnySize() throws IOException {
    train("--epochs", "20");
    Path one = directory.resolve("new").resolve("standing");
    Files.createDirectories(one);
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 16; y++) {
      image.setRGB(4, y, 0xC0C0C0);
      image.setRGB(5, y, 0xC0C0C0);
    }
    ImageIO.write(image, "png", one.resolve("one.png").toFile());

    Result tested = pulmu("evaluate", out, "--data", "images:" + one.getParent());

    assertThat(tested.err()).isEmpty();
    assertThat(tested.out()).contains("images: 1 test rows").contains("test accuracy 1.0000");
  }

  @Test
  void sizeAndChannelsCanBeSaid() {
    Result trained = train("--epochs", "1", "--size", "4x6", "--channels", "rgb");

    assertThat(trained.out()).contains("72 inputs, 2 classes, ");
    assertThat(Model.load(Path.of(out)).network().shape().text()).isEqualTo("3x4x6");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThat(train("--size", "3x28x28").errorLines())
        .containsExactly("pulmu train: size wants a height and a width, as in 28x28, of at"
            + " most 100000000 pixels, came '3x28x28'");
    assertThat(train("--dataset", "mnist").errorLines())
        .containsExactly("pulmu train: --data images:DIR is data set 'images', --dataset says"
            + " 'mnist'; leave one of them out");
    assertThat(train("--channels", "blue").errorLines().get(0))
        .contains("no channels 'blue'")
        .contains("auto, grey, rgb");
  }

  private Result train(String... options) {
    List<String> all = new ArrayList<>(List.of(
        "train", "--data", "images:" + pictures, "--hidden", "8", "--batch", "4", "--out", out));
    all.addAll(List.of(options));
    return pulmu(all.toArray(String[]::new));
  }

  private void bar(String kind, int number, boolean lies) throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 8; i++) {
      image.getRaster().setSample(lies ? i : number % 8, lies ? number % 8 : i, 0, 160 + number);
    }
    Path file = pictures.resolve(kind).resolve(number + ".png");
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }
}
