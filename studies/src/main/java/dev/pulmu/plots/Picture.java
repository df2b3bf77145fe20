package dev.pulmu.plots;

import java.util.List;

/**
 * Charts side by side in one file.
 *
 * @param name of the files, beside the study's: {@code losses}
 * @param caption what to see in it
 * @param columns how many charts stand beside each other
 * @param width of one chart, in pixels
 * @param height of one chart, in pixels
 */
public record Picture(
    String name, String caption, int columns, int width, int height, List<Chart> charts) {
  public Picture {
    charts = List.copyOf(charts);
  }

  /** A picture of one chart. */
  public static Picture of(String name, String caption, Chart chart) {
    return new Picture(name, caption, 1, 800, 480, List.of(chart));
  }

  /** Pixels from left to right. */
  int wide() {
    return columns * width;
  }

  /** Pixels from top to bottom. */
  int high() {
    return (charts.size() + columns - 1) / columns * height;
  }
}
