package dev.pulmu.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizingTest {
  @Test
  void twoPixelsBecomeFourByInterpolation() {
    assertThat(Resizing.of(new byte[] {0, 100}, 1, 2, 1, 4)).containsExactly(0, 25, 75, 100);
  }

  /** Weights of 1/8, 3/8, 3/8, 1/8 reach over the old pixels, cut at the edge: 3/7, 3/7, 1/7. */
  @Test
  void fourPixelsBecomeTwoByAMeanThatReachesIntoTheNeighbour() {
    assertThat(Resizing.of(new byte[] {70, 0, 0, 7}, 1, 4, 1, 2)).containsExactly(30, 3);
  }

  /** The plain way: each new pixel by itself, from all old ones, in double. */
  @ParameterizedTest
  @CsvSource({"28,28,14,14", "33,7,28,6", "5,9,28,50", "100,3,28,1", "1,1,7,7", "17,40,40,17"})
  void rowsThenColumnsAreAsAllPixelsAtOnce(int height, int width, int newHeight, int newWidth) {
    byte[] values = new byte[height * width];
    new Random(height).nextBytes(values);

    byte[] resized = Resizing.of(values, height, width, newHeight, newWidth);

    for (int at = 0; at < resized.length; at++) {
      double sum = 0;
      double weights = 0;
      for (int old = 0; old < values.length; old++) {
        double weight = weight(old / width, height, at / newWidth, newHeight)
            * weight(old % width, width, at % newWidth, newWidth);
        weights += weight;
        sum += weight * (values[old] & 0xFF);
      }
      // 0.5 is the rounding, the rest what sums of floats lose
      assertThat((double) (resized[at] & 0xFF))
          .isBetween(sum / weights - 0.501, sum / weights + 0.501);
    }
  }

  @Test
  void anEvenAreaStaysWhatItIs() {
    byte[] white = new byte[31 * 47];
    IntStream.range(0, white.length).forEach(i -> white[i] = (byte) 255);

    assertThat(Resizing.of(white, 31, 47, 13, 20)).containsOnly((byte) 255);
    assertThat(Resizing.of(white, 31, 47, 62, 95)).containsOnly((byte) 255);
  }

  private static double weight(int old, int size, int place, int newSize) {
    double scale = (double) size / newSize;
    double distance = Math.abs(old + 0.5 - (place + 0.5) * scale);
    return Math.max(0, 1 - distance / Math.max(1, scale));
  }
}
