package dev.pulmu.datasets.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.Targets;
import dev.pulmu.files.DataException;
import java.util.List;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.records.reader.impl.transform.TransformProcessRecordReader;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.ViewIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.factory.Nd4j;

class DatasetFromIteratorTest {

  @Test
  void oneHotRowsBecomeLabelsAndTestRowsFollowTrainingRows() {
    DataSet train = batch(floats(3, 2, 1, 2, 3, 4, 5, 6), floats(3, 3, 0, 0, 1, 1, 0, 0, 0, 1, 0));
    DataSet test = batch(floats(1, 2, 7, 8), floats(1, 3, 0, 1, 0));
    Dataset data = Iterators.dataset("toy", batches(train, 2), batches(test, 1));

    assertThat(((Features.Floats) data.features()).values())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(((Targets.Labels) data.targets()).values()).containsExactly(2, 0, 1, 1);
    assertThat(data.classNames()).containsExactly("0", "1", "2");
    assertThat(data.rows(Split.TRAIN)).containsExactly(0, 1, 2);
    assertThat(data.rows(Split.TEST)).containsExactly(3);
  }

  @Test
  void oneRowThatIsNotOneHotMakesAllTargetsValues() {
    for (float[] row : new float[][] {{1, 1}, {0, 0}, {0.5f, 0.5f}, {1, -1}}) {
      DataSet batch = batch(floats(2, 1, 1, 2), floats(2, 2, 0, 1, row[0], row[1]));
      Dataset data = Iterators.dataset("toy", batches(batch, 2));
      assertThat(((Targets.Values) data.targets()).values()).containsExactly(0, 1, row[0], row[1]);
      assertThat(data.classNames()).isEmpty();
    }
  }

  @Test
  void oneColumnOfZerosAndOnesStaysValues() {
    Dataset data =
        Iterators.dataset("toy", batches(batch(floats(2, 1, 5, 6), floats(2, 1, 0, 1)), 2));
    assertThat(((Targets.Values) data.targets()).values()).containsExactly(0, 1);
  }

  @Test
  void unsignedBytesStayBytes() {
    INDArray bytes = floats(2, 2, 0, 127, 128, 255).castTo(DataType.UINT8);
    Dataset data = Iterators.dataset("toy", batches(batch(bytes, floats(2, 2, 0, 1, 1, 0)), 2));
    Features.Bytes features = (Features.Bytes) data.features();
    assertThat(features.values()).containsExactly(0, 127, 128, 255);
    assertThat(features.scale()).isEqualTo(1);
    assertThat(data.scaled(1f / 255, 0).features().scale()).isEqualTo(1f / 255);
  }

  @Test
  void aNormalizerThatRoundsBytesIsRefused() {
    INDArray bytes = floats(2, 2, 0, 127, 128, 255).castTo(DataType.UINT8);
    DataSetIterator normalized = batches(batch(bytes, floats(2, 2, 0, 1, 1, 0)), 2);
    normalized.setPreProcessor(new ImagePreProcessingScaler(0, 1));
    assertThatThrownBy(() -> Iterators.dataset("toy", normalized))
        .isInstanceOf(DataException.class)
        .hasMessage("data set 'toy' has u8 features and a normalizer, which works in place and so"
            + " rounds them to bytes; take the normalizer away and call scaled(1f / 255, 0)");
  }

  @Test
  void aNormalizerOfFloatsIsWelcome() {
    DataSetIterator normalized = batches(batch(floats(1, 2, 0, 51), floats(1, 2, 0, 1)), 1);
    normalized.setPreProcessor(new ImagePreProcessingScaler(0, 1));
    assertThat(((Features.Floats) Iterators.dataset("toy", normalized).features()).values())
        .containsExactly(0, 0.2f);
  }

  @Test
  void otherTypesBecomeFloats() {
    INDArray doubles = Nd4j.createFromArray(new double[][] {{1.5, -2}, {1e-3, 4}});
    INDArray answers = Nd4j.createFromArray(new int[][] {{0, 1}, {1, 0}});
    Dataset data = Iterators.dataset("toy", batches(batch(doubles, answers), 2));
    assertThat(((Features.Floats) data.features()).values()).containsExactly(1.5f, -2, 1e-3f, 4);
    assertThat(((Targets.Labels) data.targets()).values()).containsExactly(1, 0);
  }

  @Test
  void samplesOfAnyRankAndMemoryOrderAreFlattenedRowAfterRow() {
    INDArray images =
        Nd4j.arange(12).castTo(DataType.FLOAT).reshape('c', 2, 1, 2, 3).dup('f');
    INDArray whole = floats(2, 4, 9, 1, 0, 9, 9, 0, 1, 9);
    INDArray view = whole.get(
        org.nd4j.linalg.indexing.NDArrayIndex.all(),
        org.nd4j.linalg.indexing.NDArrayIndex.interval(1, 3));
    Dataset data = Iterators.dataset("toy", batches(batch(images, view), 2));
    assertThat(data.features().columns()).isEqualTo(6);
    assertThat(((Features.Floats) data.features()).values())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(((Targets.Labels) data.targets()).values()).containsExactly(0, 1);
  }

  @Test
  void classNamesComeFromTheIterator() {
    DataSetIterator named =
        new ViewIterator(batch(floats(2, 1, 1, 2), floats(2, 2, 0, 1, 1, 0)), 2) {
          private static final long serialVersionUID = 1;

          @Override
          public List<String> getLabels() {
            return List.of("cat", "dog");
          }
        };
    assertThat(Iterators.dataset("toy", named).classNames()).containsExactly("cat", "dog");
  }

  @Test
  void anIteratorThatWasBegunIsReadFromItsStart() {
    DataSetIterator begun = batches(batch(floats(3, 1, 1, 2, 3), floats(3, 1, 1, 2, 3)), 1);
    begun.next();
    assertThat(Iterators.dataset("toy", begun).samples()).isEqualTo(3);
    assertThat(Iterators.dataset("toy", begun).samples()).isEqualTo(3);
  }

  @Test
  void anIteratorWithoutSamplesIsRefused() {
    DataSetIterator test = batches(batch(floats(1, 1, 1), floats(1, 1, 1)), 1);
    DataSetIterator empty = of(null);
    empty.next();
    assertThatThrownBy(() -> Iterators.dataset("toy", empty, test))
        .hasMessage("data set 'toy' wants training samples, its iterator gave none");
  }

  @Test
  void aBatchWithoutRowsAddsNone() {
    DataSet none = batch(Nd4j.create(DataType.FLOAT, 0, 2), Nd4j.create(DataType.FLOAT, 0, 1));
    DataSet one = batch(floats(1, 2, 1, 2), floats(1, 1, 3));
    assertThat(Iterators.dataset("toy", of(one), of(none)).samples()).isEqualTo(1);
    assertThatThrownBy(() -> Iterators.dataset("toy", of(none), of(one)))
        .hasMessage("data set 'toy' wants training samples, its iterator gave none");
  }

  @Test
  void asManyLabelsAsFeaturesAreWanted() {
    DataSet two = batch(floats(2, 1, 1, 2), floats(1, 1, 3));
    assertThatThrownBy(() -> Iterators.dataset("toy", of(two)))
        .hasMessage("data set 'toy' has a batch of 2 features and 1 labels; make them agree");
  }

  @Test
  void maskArraysAreRefused() {
    DataSet masked = new DataSet(floats(2, 1, 1, 2), floats(2, 1, 1, 2), floats(2, 1, 1, 1), null);
    assertThatThrownBy(() -> Iterators.dataset("toy", of(masked)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "data set 'toy' has mask arrays (sequences of different lengths), which cannot be"
                + " trained on; make rows of one length");
    DataSet other = new DataSet(floats(2, 1, 1, 2), floats(2, 1, 1, 2), null, floats(2, 1, 1, 1));
    assertThatThrownBy(() -> Iterators.dataset("toy", of(other)))
        .hasMessageContaining("mask arrays");
  }

  @Test
  void batchesThatDoNotFitEachOtherAreRefused() {
    DataSet first = batch(floats(1, 2, 1, 2), floats(1, 2, 0, 1));
    DataSet wider = batch(floats(1, 3, 1, 2, 3), floats(1, 2, 0, 1));
    DataSet bytes = batch(floats(1, 2, 1, 2).castTo(DataType.UINT8), floats(1, 2, 0, 1));
    DataSet answers = batch(floats(1, 2, 1, 2), floats(1, 3, 0, 1, 0));
    assertThatThrownBy(() -> Iterators.dataset("toy", of(first), of(wider)))
        .hasMessage("data set 'toy' wants every batch like its first, 2 f32 features and 2 label"
            + " columns; one came with 3 f32 features and 2 label columns");
    assertThatThrownBy(() -> Iterators.dataset("toy", of(first), of(bytes)))
        .hasMessageEndingWith("one came with 2 u8 features and 2 label columns");
    assertThatThrownBy(() -> Iterators.dataset("toy", of(first), of(answers)))
        .hasMessageEndingWith("one came with 2 f32 features and 3 label columns");
  }

  @Test
  void aBatchWithoutLabelsIsRefused() {
    assertThatThrownBy(() -> Iterators.dataset("toy", of(batch(floats(1, 2, 1, 2), null))))
        .hasMessage(
            "data set 'toy' wants features and labels in every batch, one came without labels");
  }

  @Test
  void aReaderOfTextThroughATransformBecomesADataset() {
    List<List<Writable>> rows = List.of(
        List.of(new DoubleWritable(0.5), new Text("a"), new IntWritable(1)),
        List.of(new DoubleWritable(1.5), new Text("b"), new IntWritable(0)),
        List.of(new DoubleWritable(2.5), new Text("a"), new IntWritable(1)));
    Schema schema = new Schema.Builder()
        .addColumnDouble("x")
        .addColumnCategorical("kind", "a", "b")
        .addColumnInteger("label")
        .build();
    TransformProcess oneHot =
        new TransformProcess.Builder(schema).categoricalToOneHot("kind").build();
    DataSetIterator iterator = new RecordReaderDataSetIterator(
        new TransformProcessRecordReader(new CollectionRecordReader(rows), oneHot), 2, 3, 2);
    Dataset data = Iterators.dataset("toy", iterator);
    assertThat(((Features.Floats) data.features()).values())
        .containsExactly(0.5f, 1, 0, 1.5f, 0, 1, 2.5f, 1, 0);
    assertThat(((Targets.Labels) data.targets()).values()).containsExactly(1, 0, 1);
  }

  private static INDArray floats(int rows, int columns, float... values) {
    return Nd4j.create(values, new long[] {rows, columns}, 'c');
  }

  private static DataSet batch(INDArray features, INDArray labels) {
    return new DataSet(features, labels);
  }

  private static DataSetIterator batches(DataSet data, int size) {
    return new ViewIterator(data, size);
  }

  /** An iterator that hands out just this batch, as it is. */
  private static DataSetIterator of(DataSet batch) {
    return new ViewIterator(batch, 1) {
      private static final long serialVersionUID = 1;
      private boolean given;

      @Override
      public boolean hasNext() {
        return !given;
      }

      @Override
      public DataSet next() {
        given = true;
        return batch;
      }
    };
  }
}
