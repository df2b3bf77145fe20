package dev.pulmu.backend.cuda;

import dev.pulmu.plan.Precision;

/**
 * How sessions run, beyond what the plan says.
 *
 * @param products who multiplies matrices where there is a cuBLAS
 * @param tensorsApart whether every tensor is an allocation of its own, see {@link DeviceMemory}
 */
record Options(Products products, boolean tensorsApart) {
  static final Options USUAL = new Options(Products.FASTER, false);

  /** Who multiplies on this device, in this precision: all that is not in fp32 is for cuBLAS. */
  Products products(boolean hasBlas, Precision precision) {
    if (!hasBlas) {
      return new Products(false, 0, products.fromTiles());
    }
    return precision == Precision.FP32 ? products : new Products(true, 0, products.fromTiles());
  }
}
