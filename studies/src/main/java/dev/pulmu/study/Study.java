package dev.pulmu.study;

import dev.pulmu.plots.Picture;
import java.util.List;

/**
 * An experiment of the chapter: its description, the expected results, how to run it and what to
 * draw. The expectations are data, written down before anything runs.
 */
public interface Study {
  /** The name by which people ask for it: {@code trajectories}. */
  String name();

  /** The title of the page. */
  String title();

  /** The description, in paragraphs of plain text: what is done and what to see. */
  List<String> text();

  /** Whether the seed changes the results; otherwise one run is enough. */
  default boolean seeded() {
    return true;
  }

  /** Whether it trains on a data set. */
  default boolean wantsData() {
    return true;
  }

  /** The expected results; every quantity is one that {@link #observe} notes. */
  List<Expectation> expectations();

  /** Runs the experiment once. */
  Observation observe(Lab lab, long seed);

  /** Makes pictures of the observations, one a seed, of which there is at least one. */
  List<Picture> pictures(List<Observation> seeds);
}
