package dev.pulmu.study;

import dev.pulmu.plots.Picture;
import java.util.List;

/**
 * An experiment: what it does and what to see, what is expected of it, how to run it, what to draw.
 * The expectations are data, written down before anything runs.
 */
public interface Study {
  /** The name by which people ask for it: {@code trajectories}. */
  String name();

  /** A line over the page. */
  String title();

  /** What is done and what to see, in paragraphs of plain text. */
  List<String> text();

  /** Whether the seed changes what comes; otherwise once is enough. */
  default boolean seeded() {
    return true;
  }

  /** Whether it trains on a data set. */
  default boolean wantsData() {
    return true;
  }

  /** What is expected; every quantity is one that {@link #observe} notes. */
  List<Expectation> expectations();

  /** Runs the experiment once. */
  Observation observe(Lab lab, long seed);

  /** What to draw of the observations, one a seed, of which there is at least one. */
  List<Picture> pictures(List<Observation> seeds);
}
