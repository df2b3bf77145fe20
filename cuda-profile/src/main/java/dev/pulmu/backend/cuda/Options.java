package dev.pulmu.backend.cuda;

import dev.pulmu.plan.Precision;

/**
 * The options of a session that are not in the plan: which products cuBLAS makes, and two that help
 * to find faults.
 *
 * @param products which products cuBLAS makes where there is one
 * @param tensorsApart whether every tensor is an allocation of its own, see {@link DeviceMemory}
 * @param oneByOne whether nodes run one by one, see {@link ProgramRunner}
 */
record Options(Products products, boolean tensorsApart, boolean oneByOne) {
  /** The system property that makes every session name the node that fails. */
  static final String SYNC = "pulmu.cuda.sync";

  static final Options USUAL = new Options(Products.FASTER, false);

  /** Nodes one by one where the user asks for it. */
  Options(Products products, boolean tensorsApart) {
    this(products, tensorsApart, Boolean.getBoolean(SYNC));
  }

  /**
   * How products are made on this device, in this precision: cuBLAS makes all that are not in fp32.
   */
  Products products(boolean hasBlas, Precision precision) {
    if (!hasBlas) {
      return new Products(false, 0, products.fromTiles());
    }
    return precision == Precision.FP32 ? products : new Products(true, 0, products.fromTiles());
  }
}
