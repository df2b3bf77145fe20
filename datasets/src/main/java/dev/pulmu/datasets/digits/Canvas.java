package dev.pulmu.datasets.digits;

import java.util.Arrays;

/**
 * A square of pixels that knows how far each of its pixels is from the nearest line, so that lines
 * may meet and cross without a seam. Pixel (column, row) has its centre at (column + ½, row + ½).
 */
final class Canvas {
  static final int SIDE = 28;

  /** Over how many pixels a line fades out. */
  private static final double FADE = 1;

  private final double[] squares = new double[SIDE * SIDE];
  private final double pen;
  private final double reach;

  /**
   * An empty one.
   *
   * @param pen half the width of a line, in pixels
   */
  Canvas(double pen) {
    this.pen = pen;
    this.reach = pen + FADE / 2;
    Arrays.fill(squares, Double.POSITIVE_INFINITY);
  }

  /** Draws a straight line with round ends. */
  void line(double fromX, double fromY, double toX, double toY) {
    double alongX = toX - fromX;
    double alongY = toY - fromY;
    double square = alongX * alongX + alongY * alongY;
    double inverse = square == 0 ? 0 : 1 / square;
    int bottom = last(Math.max(fromY, toY));
    int right = last(Math.max(fromX, toX));
    for (int row = first(Math.min(fromY, toY)); row <= bottom; row++) {
      double y = row + 0.5 - fromY;
      for (int column = first(Math.min(fromX, toX)); column <= right; column++) {
        double x = column + 0.5 - fromX;
        double nearest = Math.max(0, Math.min(1, (x * alongX + y * alongY) * inverse));
        double offX = x - nearest * alongX;
        double offY = y - nearest * alongY;
        int pixel = row * SIDE + column;
        squares[pixel] = Math.min(squares[pixel], offX * offX + offY * offY);
      }
    }
  }

  /** How much of a pixel is inked, 0..1. */
  double cover(int pixel) {
    double outside = reach - Math.sqrt(squares[pixel]);
    return Math.max(0, Math.min(1, outside / FADE));
  }

  private int first(double place) {
    return Math.max(0, (int) Math.floor(place - reach));
  }

  private int last(double place) {
    return Math.min(SIDE - 1, (int) Math.floor(place + reach));
  }
}
