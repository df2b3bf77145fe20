package dev.pulmu.pictures;

/**
 * Makes a channel of a picture smaller or larger by linear interpolation, row by row and then
 * column by column. Each new pixel is a mean of old ones with weights that fall off linearly from
 * its middle; where a picture becomes smaller they reach as far as the new pixels lie apart, so
 * that each old pixel counts (Pillow's BILINEAR). Rounded once, at the end.
 */
final class Resizing {
  private Resizing() {}

  /** @param values (height, width) */
  static byte[] of(byte[] values, int height, int width, int newHeight, int newWidth) {
    if (height == newHeight && width == newWidth) {
      return values;
    }
    Weights across = new Weights(width, newWidth);
    Weights down = new Weights(height, newHeight);
    float[] narrow = new float[height * newWidth];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < newWidth; x++) {
        float sum = 0;
        for (int i = 0; i < across.of[x].length; i++) {
          sum += across.of[x][i] * (values[y * width + across.first[x] + i] & 0xFF);
        }
        narrow[y * newWidth + x] = sum;
      }
    }
    byte[] resized = new byte[newHeight * newWidth];
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        float sum = 0;
        for (int i = 0; i < down.of[y].length; i++) {
          sum += down.of[y][i] * narrow[(down.first[y] + i) * newWidth + x];
        }
        resized[y * newWidth + x] = (byte) Math.min(255, Math.round(sum));
      }
    }
    return resized;
  }

  /** What old places count for each new one, along one side. */
  private static final class Weights {
    private final int[] first;
    private final float[][] of;

    Weights(int size, int newSize) {
      first = new int[newSize];
      of = new float[newSize][];
      double scale = (double) size / newSize;
      double reach = Math.max(1, scale);
      for (int place = 0; place < newSize; place++) {
        double middle = (place + 0.5) * scale;
        int from = (int) Math.max(0, Math.floor(middle - reach));
        int to = (int) Math.min(size, Math.ceil(middle + reach));
        double[] weights = new double[to - from];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
          weights[i] = Math.max(0, 1 - Math.abs(from + i + 0.5 - middle) / reach);
          sum += weights[i];
        }
        first[place] = from;
        of[place] = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
          of[place][i] = (float) (weights[i] / sum);
        }
      }
    }
  }
}
