package dev.pulmu.datasets.idx;

import java.nio.file.Path;

/** A reader that is wrong on purpose: every label is one too high, every pixel is inverted. */
public final class ShiftedReader extends IdxRecordReader {
  private static final long serialVersionUID = 1;

  public ShiftedReader(Path images, Path labels) {
    super(images, labels);
  }

  @Override
  public void readAll(byte[] images, int imagesOffset, int[] labels, int labelsOffset) {
    super.readAll(images, imagesOffset, labels, labelsOffset);
    for (int i = 0; i < count(); i++) {
      labels[labelsOffset + i] = (labels[labelsOffset + i] + 1) % classes();
    }
    for (int i = 0; i < count() * columns(); i++) {
      images[imagesOffset + i] = (byte) ~images[imagesOffset + i];
    }
  }
}
