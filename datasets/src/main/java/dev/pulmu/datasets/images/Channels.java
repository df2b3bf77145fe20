package dev.pulmu.datasets.images;

/** What is taken of pictures. */
public enum Channels {
  /** Grey where all pictures are grey, else red, green and blue. */
  AUTO,
  GREY,
  RGB
}
