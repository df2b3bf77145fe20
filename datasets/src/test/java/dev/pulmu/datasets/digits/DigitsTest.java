package dev.pulmu.datasets.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.random.Draws;
import dev.pulmu.random.Use;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class DigitsTest {
  @Test
  void everyByteIsAlwaysTheSame() {
    Dataset digits = Datasets.load("digits", Lookup.usual().withoutNetwork());
    assertThat(digits.rows(Split.TRAIN)).hasSize(60_000);
    assertThat(digits.rows(Split.TEST)).hasSize(10_000);
    assertThat(digits.features().columns()).isEqualTo(784);
    assertThat(digits.features().scale()).isEqualTo(1f / 255);
    assertThat(digits.classNames())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(digits.sha256())
        .isEqualTo("2df0692e48f4a97ee74062a3f254a30a0ef973031cfbe30c45087a4d5c05ecaf");
  }

  @Test
  void oneThreadDrawsWhatManyDraw() throws Exception {
    ForkJoinPool alone = new ForkJoinPool(1);
    try {
      Dataset byOne = alone.submit(() -> Digits.draw(300, 100)).get();
      assertThat(byOne.sha256()).isEqualTo(Digits.draw(300, 100).sha256());
    } finally {
      alone.shutdown();
    }
  }

  @Test
  void aSampleDoesNotDependOnHowManyAreDrawn() {
    byte[] few = pixels(Digits.draw(10, 1));
    assertThat(Arrays.copyOf(pixels(Digits.draw(50, 5)), few.length)).isEqualTo(few);
  }

  @Test
  void classesAreEvenlyFrequent() {
    int[] counts = new int[10];
    for (int label : ((Targets.Labels) Digits.draw(9_000, 1_000).targets()).values()) {
      counts[label]++;
    }
    double chiSquare = Arrays.stream(counts)
        .mapToDouble(count -> (count - 1_000) * (count - 1_000) / 1_000.0)
        .sum();
    assertThat(chiSquare).isLessThan(27.9); // 99.9th percentile of 9 degrees of freedom
  }

  @Test
  void digitsLieInTheMiddleAndHaveRoomAround() {
    byte[] pixels = pixels(Digits.draw(2_000, 1));
    double[] rows = new double[28];
    double[] columns = new double[28];
    for (int i = 0; i < pixels.length; i++) {
      rows[i % 784 / 28] += pixels[i] & 0xFF;
      columns[i % 28] += pixels[i] & 0xFF;
    }
    assertThat(centre(rows)).isEqualTo(13.5, within(0.5));
    assertThat(centre(columns)).isEqualTo(13.5, within(0.5));
    double noise = 2_001 * 28 * 15.0 / 2; // mean of the positive half of ±(0..60)
    assertThat(rows[0]).isLessThan(1.5 * noise);
    assertThat(columns[0]).isLessThan(1.5 * noise);
  }

  @Test
  void aHandHasANumberForEveryKnotOfEveryForm() {
    Hand hand = new Hand(new Draws(1, Use.SYNTHETIC_DIGITS, 0, 0));
    assertThat(DigitForms.OF).hasSize(10);
    DigitForms.OF.forEach(forms -> forms.forEach(form -> form.write(hand, new Canvas(1))));
  }

  private static double centre(double[] weights) {
    double sum = 0;
    double moment = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      moment += i * weights[i];
    }
    return moment / sum;
  }

  private static byte[] pixels(Dataset data) {
    return ((Features.Bytes) data.features()).values();
  }
}
