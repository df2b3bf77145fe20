package dev.pulmu.study.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.Backend;
import dev.pulmu.plots.Chart;
import dev.pulmu.plots.Curve;
import dev.pulmu.plots.Picture;
import dev.pulmu.study.Expectation;
import dev.pulmu.study.Lab;
import dev.pulmu.study.Observation;
import dev.pulmu.study.Study;
import dev.pulmu.study.StudyReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyFilesTest {
  private static final Lab LAB = new Lab(Backend.named("cpu"), Optional.empty());

  /** Twice the seed, and a line. */
  private record Doubling(double expected) implements Study {
    @Override
    public String name() {
      return "doubling";
    }

    @Override
    public String title() {
      return "Numbers & <twice> them";
    }

    @Override
    public List<String> text() {
      return List.of("A \"line\".");
    }

    @Override
    public boolean wantsData() {
      return false;
    }

    @Override
    public List<Expectation> expectations() {
      return List.of(Expectation.near("twice, really", expected, 0.1, "theory"));
    }

    @Override
    public Observation observe(Lab lab, long seed) {
      return new Observation()
          .number("twice, really", 2 * seed)
          .curve("line", Curve.from(1, seed, Double.NaN, 3));
    }

    @Override
    public List<Picture> pictures(List<Observation> seeds) {
      Chart chart = new Chart("", Chart.Axis.of("step"), Chart.Axis.logarithmic("loss"))
          .behind(Curve.from(0, 1, 2))
          .line("the line", seeds.get(0).curve("line"));
      return List.of(Picture.of("lines", "What to see", chart));
    }
  }

  @Test
  void everySeedIsRunAndTheMeanDecides() {
    List<Long> begun = new ArrayList<>();

    StudyReport report = StudyReport.of(new Doubling(4), LAB, 3, begun::add);

    assertThat(begun).containsExactly(1L, 2L, 3L);
    assertThat(report.seeds()).hasSize(3);
    assertThat(report.failed()).isFalse();
    assertThat(report.place()).isEqualTo("no data set, 3 seeds");
    assertThat(report.summary()).isEqualTo("1 hold");
    StudyReport off = StudyReport.of(new Doubling(4), LAB, 1, seed -> {});
    assertThat(off.failed()).isTrue();
    assertThat(off.summary()).isEqualTo("0 hold, 1 FAIL");
  }

  @Test
  void tablesHaveEverySeedAndQuoteCommas(@TempDir Path folder) throws IOException {
    StudyFiles.write(StudyReport.of(new Doubling(4), LAB, 2, seed -> {}), folder);

    assertThat(Files.readString(folder.resolve("numbers.csv")))
        .isEqualTo("seed,quantity,value\r\n1,\"twice, really\",2.0\r\n2,\"twice, really\",4.0\r\n");
    assertThat(Files.readString(folder.resolve("curves.csv")).lines())
        .containsExactly(
            "seed,curve,x,y",
            "1,line,1.0,1.0",
            "1,line,2.0,NaN",
            "1,line,3.0,3.0",
            "2,line,1.0,2.0",
            "2,line,2.0,NaN",
            "2,line,3.0,3.0");
    assertThat(Files.readString(folder.resolve("verdicts.csv")).lines())
        .containsExactly(
            "quantity,expected,came,deviation,verdict,source",
            "\"twice, really\",4 ±0.1,3.0 ± 1.4,-1.0,FAILS,theory");
  }

  @Test
  void thePageIsWholeAndAsksForNothingElse(@TempDir Path folder) throws IOException {
    StudyReport report = StudyReport.of(new Doubling(4), LAB, 2, seed -> {});

    Path page = StudyFiles.write(report, folder);

    assertThat(Files.readString(page))
        .contains("<h1>Numbers &amp; &lt;twice&gt; them</h1>", "A &quot;line&quot;.", "What to see")
        .contains("<img alt=\"lines\" src=\"data:image/png;base64,")
        .contains("<td class=\"fails\">FAILS</td>", "no data set, 2 seeds, by Pulmu ", " (commit ")
        .doesNotContain("http", "<script", "<link", "url(");
  }

  @Test
  void picturesAreImagesOfTheirSize(@TempDir Path folder) throws Exception {
    StudyFiles.write(StudyReport.of(new Doubling(4), LAB, 1, seed -> {}), folder);

    byte[] png = Files.readAllBytes(folder.resolve("lines.png"));
    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(1200);
    byte[] svg = Files.readAllBytes(folder.resolve("lines.svg"));
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    assertThat(factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg))
            .getDocumentElement()
            .getAttribute("viewBox"))
        .isEqualTo("0 0 800 480");
    assertThat(new String(svg, StandardCharsets.UTF_8))
        .doesNotContain("DOCTYPE")
        .contains(">the line<", ">step<");
  }
}
