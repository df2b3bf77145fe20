package dev.pulmu.backend.cuda;

/**
 * How sessions run, beyond what the plan says.
 *
 * @param products who multiplies matrices where there is a cuBLAS
 * @param tensorsApart whether every tensor is an allocation of its own, see {@link DeviceMemory}
 */
record Options(Products products, boolean tensorsApart) {
  static final Options USUAL = new Options(Products.FASTER, false);

  /** Who multiplies on this device. */
  Products products(boolean hasBlas) {
    return hasBlas ? products : products.withoutBlas();
  }
}
