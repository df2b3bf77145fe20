package dev.pulmu.datasets.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GlyphTest {
  @Test
  void aBarMakesACornerAndASemicolonLiftsThePen() {
    Glyph glyph = Glyph.of("1,2 3,4.5 | 5,6 ; 7,8 9,10 11,12");
    assertThat(glyph.knots()).hasSize(6);
    assertThat(glyph.knots().get(1)).containsExactly(3, 4.5);
    assertThat(glyph.curves())
        .containsExactly(new int[] {0, 1}, new int[] {1, 2}, new int[] {3, 4, 5});
  }

  @Test
  void aLineCoversWhatLiesWithinThePenAndFadesOverOnePixel() {
    Canvas canvas = new Canvas(1.2);
    canvas.line(10.5, 14.5, 20.5, 14.5);
    assertThat(canvas.cover(14 * 28 + 15)).isEqualTo(1); // on the line
    assertThat(canvas.cover(15 * 28 + 15)).isEqualTo(0.7, within(1e-12)); // 1.2 + 0.5 - 1
    assertThat(canvas.cover(16 * 28 + 15)).isZero(); // 2 away
    assertThat(canvas.cover(14 * 28 + 9)).isEqualTo(0.7, within(1e-12)); // past the round end
    assertThat(canvas.cover(13 * 28 + 9)) // a diagonal step past it
        .isEqualTo(1.7 - Math.sqrt(2), within(1e-12));
    assertThat(canvas.cover(14 * 28 + 8)).isZero();
  }

  @Test
  void aPointIsADotAndLinesBeyondTheEdgeAreCut() {
    Canvas canvas = new Canvas(0.5);
    canvas.line(5.5, 6.5, 5.5, 6.5);
    canvas.line(20, -9, 40, -9);
    canvas.line(27.5, 20.5, 40, 20.5);
    assertThat(canvas.cover(6 * 28 + 5)).isEqualTo(1);
    assertThat(canvas.cover(20 * 28 + 27)).isEqualTo(1);
    double sum = 0;
    for (int pixel = 0; pixel < 28 * 28; pixel++) {
      sum += canvas.cover(pixel);
    }
    assertThat(sum).isEqualTo(2);
  }
}
