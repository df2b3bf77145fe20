package dev.pulmu.datasets.digits;

import dev.pulmu.random.Draws;
import java.util.List;

/**
 * The random choices behind one sample: which of the digit's forms, how large, slanted, turned and
 * shaky, with which pen and on which paper. Each choice is one uniform random number, found by its
 * index.
 */
final class Hand {
  private static final int STYLE = 16;
  private static final int MOST_KNOTS = 24;
  private static final double CENTRE = Canvas.SIDE / 2.0;

  private final double[] chances = new double[STYLE + 2 * MOST_KNOTS];
  private final double xx;
  private final double xy;
  private final double yx;
  private final double yy;
  private final double right;
  private final double down;
  private final double wobble;

  Hand(Draws draws) {
    draws.uniforms(chances);
    double pixel = between(2, 14, 21) / Glyph.HEIGHT;
    double width = pixel * between(3, 0.75, 1.3);
    double slant = between(4, -0.25, 0.45);
    double turn = between(5, -0.2, 0.2);
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    xx = width * cos;
    xy = -pixel * (slant * cos + sin);
    yx = width * sin;
    yy = pixel * (cos - slant * sin);
    right = CENTRE + between(6, -1.75, 1.75);
    down = CENTRE + between(7, -1.75, 1.75);
    wobble = between(8, 0.2, 1.6);
  }

  /** One of these. */
  <T> T choose(int index, List<T> from) {
    return from.get((int) (chances[index] * from.size()));
  }

  /** Half the width of the pen's line, in pixels. */
  double pen() {
    return between(9, 0.6, 1.6);
  }

  /** How dark a line is, 0..255. */
  double ink() {
    return between(10, 150, 255);
  }

  /** How far noise lifts or sinks a pixel at most. */
  double noise() {
    return between(11, 0, 60);
  }

  /** Puts a knot of a glyph to its pixel: shaken, then stretched, slanted, turned and moved. */
  void place(int index, double[] knot, double[] intoX, double[] intoY) {
    double x = knot[0] - Glyph.WIDTH / 2 + between(STYLE + 2 * index, -wobble, wobble);
    double y = knot[1] - Glyph.HEIGHT / 2 + between(STYLE + 2 * index + 1, -wobble, wobble);
    intoX[index] = right + xx * x + xy * y;
    intoY[index] = down + yx * x + yy * y;
  }

  private double between(int index, double low, double high) {
    return low + chances[index] * (high - low);
  }
}
