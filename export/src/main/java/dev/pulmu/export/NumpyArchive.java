package dev.pulmu.export;

import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.layout.BlockVisitor;
import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A model's tensors as an archive of NumPy, which {@code numpy.load} opens, and ND4J, which reads
 * none that are compressed: {@code dense1.w} (I,O) and {@code dense1.b} (O), so that {@code x @ w +
 * b} is the layer; with a batch norm {@code dense1.gamma}, {@code dense1.beta}, {@code dense1.mean}
 * and {@code dense1.variance} (O) instead of b. What the model says of itself is there too, each
 * text as an array of its bytes in UTF-8.
 */
public final class NumpyArchive {
  /** No archive of the same model differs from another. */
  private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Map<String, NumpyArray> arrays = new LinkedHashMap<>();

  private NumpyArchive() {}

  public static NumpyArchive of(Model model) {
    NumpyArchive archive = new NumpyArchive();
    State state = model.state();
    state
        .layout()
        .blocks()
        .forEach(block -> block.accept((BlockVisitor<Void>) dense -> {
          archive.add(dense, state);
          return null;
        }));
    model
        .description()
        .forEach((key, text) ->
            archive.arrays.put(key, NumpyArray.of(text.getBytes(StandardCharsets.UTF_8))));
    return archive;
  }

  private void add(DenseBlock block, State state) {
    Matrix weight = state.tensor(block.weight());
    arrays.put(
        block.name() + ".w", NumpyArray.of(weight.values(), weight.rows(), weight.columns()));
    block.bias().ifPresent(bias -> add(block, "b", state.tensor(bias).values()));
    block.norm().ifPresent(norm -> {
      NormInUse used = NormInUse.of(norm, state);
      add(block, "gamma", used.gamma());
      add(block, "beta", used.beta());
      add(block, "mean", used.mean());
      add(block, "variance", used.variance());
    });
  }

  private void add(DenseBlock block, String name, float[] vector) {
    arrays.put(block.name() + "." + name, NumpyArray.of(vector, vector.length));
  }

  /** The names of its arrays. */
  public List<String> names() {
    return List.copyOf(arrays.keySet());
  }

  /** Writes the bytes of the file. */
  public void write(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, NumpyArray> array : arrays.entrySet()) {
      CRC32 sum = new CRC32();
      array.getValue().write(new CheckedOutputStream(OutputStream.nullOutputStream(), sum));
      ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
      entry.setTimeLocal(DATE);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(array.getValue().size());
      entry.setCrc(sum.getValue());
      zip.putNextEntry(entry);
      array.getValue().write(zip);
      zip.closeEntry();
    }
    zip.finish();
  }
}
