package dev.pulmu.datasets.nd4j;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.files.DataException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;

/**
 * Gathers the batches of ND4J iterators into one table, by the rules that {@link Iterators} states.
 */
final class Batches {
  private final String name;
  private final List<Object> features = new ArrayList<>();
  private final List<float[]> targets = new ArrayList<>();
  private List<String> labelNames;
  private boolean bytes;
  private int columns;
  private int outputs;
  private int samples;

  Batches(String name) {
    this.name = name;
  }

  /** Adds every batch of the iterator and returns how many samples they held. */
  int addAll(DataSetIterator iterator) {
    int before = samples;
    if (iterator.resetSupported()) {
      iterator.reset();
    }
    while (iterator.hasNext()) {
      add(iterator.next());
    }
    if (bytes && iterator.getPreProcessor() instanceof DataNormalization) {
      throw wrong("has u8 features and a normalizer, which works in place and so rounds them to"
          + " bytes; take the normalizer away and call scaled(1f / 255, 0)");
    }
    if (labelNames == null) {
      labelNames = iterator.getLabels();
    }
    return samples - before;
  }

  /** The data set of all samples so far, the last {@code testRows} of them as test rows. */
  Dataset dataset(int testRows) {
    if (samples == testRows) {
      throw wrong("wants training samples, its iterator gave none");
    }
    Features table = bytes
        ? new Features.Bytes(join(features, new byte[length(columns)]), columns, 1, 0)
        : new Features.Floats(join(features, new float[length(columns)]), columns, 1, 0);
    float[] answers = join(targets, new float[length(outputs)]);
    int[] labels = labels(answers);
    return labels == null
        ? new Dataset(name, table, new Targets.Values(answers, outputs), List.of(), testRows)
        : new Dataset(name, table, new Targets.Labels(labels, outputs), classNames(), testRows);
  }

  private void add(DataSet batch) {
    INDArray input = batch.getFeatures();
    INDArray answer = batch.getLabels();
    if (input == null || answer == null) {
      throw wrong("wants features and labels in every batch, one came without "
          + (input == null ? "features" : "labels"));
    }
    if (batch.getFeaturesMaskArray() != null || batch.getLabelsMaskArray() != null) {
      throw wrong(
          "has mask arrays (sequences of different lengths), which cannot be trained on; make rows of one length");
    }
    int count = Math.toIntExact(input.size(0));
    if (answer.size(0) != count) {
      throw wrong("has a batch of " + count + " features and " + answer.size(0)
          + " labels; make them agree");
    }
    if (count == 0) {
      return;
    }
    boolean asBytes = input.dataType() == DataType.UINT8;
    int inputColumns = Math.toIntExact(input.length() / count);
    int answerColumns = Math.toIntExact(answer.length() / count);
    if (samples == 0) {
      bytes = asBytes;
      columns = inputColumns;
      outputs = answerColumns;
    } else if (asBytes != bytes || inputColumns != columns || answerColumns != outputs) {
      throw wrong("wants every batch like its first, " + describe(bytes, columns, outputs)
          + "; one came with " + describe(asBytes, inputColumns, answerColumns));
    }
    features.add(asBytes ? bytes(input) : floats(input));
    targets.add(floats(answer));
    samples += count;
  }

  private static byte[] bytes(INDArray array) {
    byte[] values = new byte[Math.toIntExact(array.length())];
    array.dup('c').data().asNio().get(values);
    return values;
  }

  private static float[] floats(INDArray array) {
    float[] values = new float[Math.toIntExact(array.length())];
    array.castTo(DataType.FLOAT).dup('c').data().asNioFloat().get(values);
    return values;
  }

  /** The classes, if every row is one-hot, else null. */
  private int[] labels(float[] answers) {
    if (outputs < 2) {
      return null;
    }
    int[] labels = new int[samples];
    for (int sample = 0; sample < samples; sample++) {
      labels[sample] = -1;
      for (int column = 0; column < outputs; column++) {
        float value = answers[sample * outputs + column];
        if (value == 1 && labels[sample] < 0) {
          labels[sample] = column;
        } else if (value != 0) {
          return null;
        }
      }
      if (labels[sample] < 0) {
        return null;
      }
    }
    return labels;
  }

  private List<String> classNames() {
    if (labelNames == null || labelNames.isEmpty()) {
      return IntStream.range(0, outputs).mapToObj(Integer::toString).toList();
    }
    if (labelNames.size() != outputs) {
      throw wrong("has " + outputs + " classes in its labels, its iterator names " + labelNames
          + "; make them agree");
    }
    return labelNames;
  }

  private int length(int width) {
    long length = (long) samples * width;
    if (length > Features.LARGEST) {
      throw wrong("has " + samples + " samples of " + width + " values; one table holds "
          + Features.LARGEST + " values");
    }
    return (int) length;
  }

  private static <T> T join(List<?> parts, T into) {
    int at = 0;
    for (Object part : parts) {
      int length = Array.getLength(part);
      System.arraycopy(part, 0, into, at, length);
      at += length;
    }
    return into;
  }

  private static String describe(boolean bytes, int columns, int outputs) {
    return columns + (bytes ? " u8" : " f32") + " features and " + outputs + " label columns";
  }

  private DataException wrong(String what) {
    return new DataException("data set '" + name + "' " + what);
  }
}
