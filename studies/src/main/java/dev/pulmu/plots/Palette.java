package dev.pulmu.plots;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The colours of charts. Images hold no others, so that a byte a pixel is enough: a third of the
 * file.
 */
final class Palette {
  /** Colours that people tell apart who see fewer of them (Okabe and Ito 2008), dark ones first. */
  private static final List<Color> COLOURS = List.of(
      new Color(0x0072B2),
      new Color(0xD55E00),
      new Color(0x009E73),
      new Color(0xCC79A7),
      new Color(0x000000),
      new Color(0xE69F00),
      new Color(0x56B4E9));

  /** How many steps there are from a colour to white, where the edges of lines are. */
  private static final int TINTS = 16;

  private static final int[] ALL = all();

  private Palette() {}

  /** The colour of a place in the list, which begins anew at its end. */
  static Color colour(int place) {
    return COLOURS.get(place % COLOURS.size());
  }

  private static int[] all() {
    List<Integer> all = new ArrayList<>();
    for (Color colour : COLOURS) {
      for (int tint = 0; tint < TINTS; tint++) {
        all.add(towardsWhite(colour.getRed(), tint) << 16
            | towardsWhite(colour.getGreen(), tint) << 8
            | towardsWhite(colour.getBlue(), tint));
      }
    }
    all.add(0xFFFFFF);
    return all.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int towardsWhite(int part, int tint) {
    return part + (255 - part) * tint / TINTS;
  }

  /** The image in the nearest of the colours and their tints. */
  static BufferedImage indexed(BufferedImage image) {
    IndexColorModel model =
        new IndexColorModel(8, ALL.length, ALL, 0, false, -1, DataBuffer.TYPE_BYTE);
    BufferedImage indexed = new BufferedImage(
        image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
    Map<Integer, Integer> nearest = new HashMap<>();
    int[] row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int x = 0; x < row.length; x++) {
        row[x] = nearest.computeIfAbsent(row[x] & 0xFFFFFF, Palette::nearest);
      }
      indexed.getRaster().setSamples(0, y, row.length, 1, 0, row);
    }
    return indexed;
  }

  private static int nearest(int rgb) {
    int best = 0;
    for (int i = 1; i < ALL.length; i++) {
      best = distance(rgb, ALL[i]) < distance(rgb, ALL[best]) ? i : best;
    }
    return best;
  }

  private static int distance(int a, int b) {
    int red = (a >> 16) - (b >> 16);
    int green = (a >> 8 & 255) - (b >> 8 & 255);
    int blue = (a & 255) - (b & 255);
    return red * red + green * green + blue * blue;
  }
}
