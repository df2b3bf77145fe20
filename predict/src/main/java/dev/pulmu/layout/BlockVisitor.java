package dev.pulmu.layout;

import dev.pulmu.layout.Block.DenseBlock;

/**
 * Code that treats each kind of block in its own way: one method a kind. A new kind is a new
 * method, and then the compiler lists every such place.
 *
 * @param <R> what the methods return
 */
public interface BlockVisitor<R> {
  R dense(DenseBlock block);
}
