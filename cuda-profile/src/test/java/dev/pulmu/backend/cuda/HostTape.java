package dev.pulmu.backend.cuda;

import dev.pulmu.backend.cuda.Gpu.LoadedKernel;
import dev.pulmu.backend.cuda.Gpu.Product;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Writes down what a {@link HostGpu} was asked, for {@code replay.cpp} to do again: 64-bit words,
 * an operation and what belongs to it. Addresses are written as they are.
 */
final class HostTape implements AutoCloseable {
  /** In the order of {@code replay.cpp}. */
  private enum Operation {
    ALLOCATE,
    FREE,
    UPLOAD,
    DOWNLOAD,
    CLEAR,
    LAUNCH,
    MULTIPLY
  }

  private final Path path;
  private final OutputStream out;
  private final List<String> names = new ArrayList<>();
  private final List<Kernel> kernels = new ArrayList<>();

  HostTape(Path path) {
    this.path = path;
    try {
      this.out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where all that came so far is. */
  Path written() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path;
  }

  /** One for each library that the tape's launches want, in the order of their numbers. */
  List<Kernel> kernels() {
    return List.copyOf(kernels);
  }

  void allocate(long address, long bytes) {
    words(Operation.ALLOCATE, address, bytes);
  }

  void free(long address) {
    words(Operation.FREE, address);
  }

  void upload(ByteBuffer from, long to) {
    words(Operation.UPLOAD, to, from.remaining());
    bytes(from.duplicate());
  }

  void download(long from, ByteBuffer to) {
    words(Operation.DOWNLOAD, from, to.remaining());
    bytes(to.duplicate());
  }

  void clear(long address, long bytes) {
    words(Operation.CLEAR, address, bytes);
  }

  void launch(
      LoadedKernel kernel, int gridX, int gridY, int threads, int sharedBytes, long[] arguments) {
    Collection<Integer> constants = kernel.kernel().constants().values();
    words(
        Operation.LAUNCH,
        library(kernel.kernel()),
        gridX,
        gridY,
        threads,
        sharedBytes,
        arguments.length,
        constants.size());
    words(arguments);
    words(constants.stream().mapToLong(value -> value).toArray());
  }

  /** Kernels that differ in their constants' values alone are one library. */
  private int library(Kernel kernel) {
    String name = kernel.name() + kernel.constants().keySet() + kernel.headers();
    if (!names.contains(name)) {
      names.add(name);
      kernels.add(kernel);
    }
    return names.indexOf(name);
  }

  void multiply(Product product) {
    words(
        Operation.MULTIPLY,
        product.a(),
        product.aTransposed() ? 1 : 0,
        product.b(),
        product.bTransposed() ? 1 : 0,
        product.c(),
        product.m(),
        product.n(),
        product.k(),
        product.add() ? 1 : 0);
  }

  private void words(Operation operation, long... words) {
    words(operation.ordinal());
    words(words);
  }

  private void words(long... words) {
    ByteBuffer bytes =
        ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.nativeOrder());
    bytes.asLongBuffer().put(words);
    write(bytes.array());
  }

  /** Filled up to whole words. */
  private void bytes(ByteBuffer from) {
    byte[] bytes = new byte[(from.remaining() + Long.BYTES - 1) / Long.BYTES * Long.BYTES];
    from.get(bytes, 0, from.remaining());
    write(bytes);
  }

  private void write(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
