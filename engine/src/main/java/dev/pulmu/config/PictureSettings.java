package dev.pulmu.config;

import dev.pulmu.datasets.Shape;
import dev.pulmu.datasets.images.Channels;
import dev.pulmu.datasets.images.PictureOptions;
import java.util.Optional;

/** The settings that say how pictures in folders become rows. */
final class PictureSettings {
  static final Setting<Optional<Shape>> SIZE = Setting.<Shape>optional(
          "size",
          "HEIGHTxWIDTH",
          "Of pictures: the size that all are brought to, as in 28x28, their sides as they were to"
              + " each other, in the middle of black; or none, where all have one size.",
          Shape::parse,
          Shape::text)
      .checked(size -> size.ifPresent(PictureOptions::requireSize));

  static final Setting<Channels> CHANNELS = Setting.choice(
      "channels",
      Setting.Part.RUN,
      Channels.AUTO,
      "What is taken of pictures; auto is grey where all are grey");

  private PictureSettings() {}

  static PictureOptions options(RunConfig config) {
    return new PictureOptions(
        config.get(SIZE),
        config.get(CHANNELS),
        PictureOptions.TEST_SHARE,
        config.get(Settings.SEED));
  }
}
