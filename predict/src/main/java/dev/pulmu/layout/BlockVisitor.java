package dev.pulmu.layout;

import dev.pulmu.layout.Block.DenseBlock;

/**
 * What someone makes of a block: one method a kind. A new kind is a new method, and then the
 * compiler lists everyone who must say what becomes of it.
 *
 * @param <R> what is made of it
 */
public interface BlockVisitor<R> {
  R dense(DenseBlock block);
}
