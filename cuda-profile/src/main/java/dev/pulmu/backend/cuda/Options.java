package dev.pulmu.backend.cuda;

/**
 * How sessions run, beyond what the plan says.
 *
 * @param products who multiplies matrices where there is a cuBLAS
 * @param tf32 whether its products may round factors to 10 bits of mantissa
 * @param tensorsApart whether every tensor is an allocation of its own, see {@link DeviceMemory}
 */
record Options(Products products, boolean tf32, boolean tensorsApart) {
  static final Options USUAL = new Options(Products.FASTER, false, false);

  /** Who multiplies on this device. */
  Products products(boolean hasBlas) {
    return hasBlas ? products : Products.OWN;
  }
}
