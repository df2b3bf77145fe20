package dev.pulmu.datasets.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.catalog.Datasets;
import dev.pulmu.datasets.nd4j.Iterators;
import dev.pulmu.files.DataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.listener.impl.LogRecordListener;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataIndex;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.writable.BytesWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;
import org.datavec.api.writable.batch.NDArrayRecordBatch;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

class IdxRecordReaderTest {
  @TempDir
  Path directory;

  private Path images;
  private Path labels;

  @BeforeEach
  void writeThreeRecords() {
    images = IdxFixture.write(directory.resolve("images"), IdxFixture.images(3));
    labels = IdxFixture.write(directory.resolve("labels"), IdxFixture.labels(5, 0, 9));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void recordsAreTheBytesOfAnImageAndItsLabel(boolean gzip) {
    if (gzip) {
      IdxFixture.write(images, IdxFixture.gzip(IdxFixture.images(3)));
      IdxFixture.write(labels, IdxFixture.gzip(IdxFixture.labels(5, 0, 9)));
    }
    IdxRecordReader reader = new IdxRecordReader(images, labels);
    assertThat(reader.count()).isEqualTo(3);
    assertThat(reader.columns()).isEqualTo(6);
    assertThat(reader.next()).containsExactly(pixels(0, 1, 2, 3, 4, 5), new IntWritable(5));
    assertThat(reader.next()).containsExactly(pixels(16, 17, 18, 19, 20, 21), new IntWritable(0));
    assertThat(reader.next()).containsExactly(pixels(32, 33, 34, 35, 36, 37), new IntWritable(9));
    assertThat(reader.hasNext()).isFalse();
    assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> reader.next(1)).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aResetStartsAgainEvenAfterClosing() {
    IdxRecordReader reader = new IdxRecordReader(images, labels);
    List<Writable> first = reader.next();
    reader.close();
    reader.reset();
    assertThat(reader.next()).isEqualTo(first);
  }

  @Test
  void readAllPutsEverythingAtTheGivenOffsets() {
    byte[] pixels = new byte[20];
    int[] classes = new int[5];
    new IdxRecordReader(images, labels).readAll(pixels, 1, classes, 2);
    assertThat(pixels)
        .containsExactly(0, 0, 1, 2, 3, 4, 5, 16, 17, 18, 19, 20, 21, 32, 33, 34, 35, 36, 37, 0);
    assertThat(classes).containsExactly(0, 0, 5, 0, 9);
    assertThatThrownBy(() -> new IdxRecordReader(images, labels).readAll(pixels, 3, classes, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new IdxRecordReader(images, labels).readAll(pixels, 0, classes, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void batchesAreBytesAndOneHotLabels() {
    RecordReaderDataSetIterator iterator =
        new RecordReaderDataSetIterator(new IdxRecordReader(images, labels), 2);
    DataSet first = iterator.next();
    DataSet last = iterator.next();
    assertThat(first.getFeatures().dataType()).isEqualTo(DataType.UINT8);
    assertThat(first.getFeatures().toIntMatrix())
        .isEqualTo(new int[][] {{0, 1, 2, 3, 4, 5}, {16, 17, 18, 19, 20, 21}});
    assertThat(first.getLabels().toIntMatrix())
        .isEqualTo(new int[][] {{0, 0, 0, 0, 0, 1, 0, 0, 0, 0}, {1, 0, 0, 0, 0, 0, 0, 0, 0, 0}});
    assertThat(last.getFeatures().toIntMatrix()).isEqualTo(new int[][] {{32, 33, 34, 35, 36, 37}});
    assertThat(last.getLabels().toIntMatrix())
        .isEqualTo(new int[][] {{0, 0, 0, 0, 0, 0, 0, 0, 0, 1}});
    assertThat(iterator.hasNext()).isFalse();
    iterator.reset();
    assertThat(iterator.next().getFeatures()).isEqualTo(first.getFeatures());
  }

  @Test
  void aFreshReaderGivesABatchOfOne() {
    List<List<Writable>> batch = new IdxRecordReader(images, labels).next(1);
    assertThat(((NDArrayRecordBatch) batch).getArrays().get(0).toIntMatrix())
        .isEqualTo(new int[][] {{0, 1, 2, 3, 4, 5}});
  }

  @Test
  void oneImageOfOnePixelIsEnough() {
    byte[] pixel = {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 42};
    IdxFixture.write(images, pixel);
    IdxFixture.write(labels, IdxFixture.labels(7));
    assertThat(new IdxRecordReader(images, labels).next())
        .containsExactly(pixels(42), new IntWritable(7));
  }

  @Test
  void aBatchOfNothingIsRefused() {
    assertThatThrownBy(() -> new IdxRecordReader(images, labels).next(0))
        .hasMessage("a batch wants at least 1 record, came 0");
  }

  @Test
  void anIteratorOverTheReaderBecomesTheSameDatasetAsTheFolder() {
    IdxFixture.folder(directory, "-ubyte");
    Dataset data =
        Iterators.dataset("mnist", iterator("train"), iterator("t10k")).scaled(1f / 255, 0);
    assertThat(data.sha256()).isEqualTo(Datasets.MNIST.load(directory).sha256());
    assertThat(data.classNames()).isEqualTo(Datasets.MNIST.classNames());
  }

  @Test
  void aSubclassChangesRecordsAndBatchesInOnePlace() {
    IdxRecordReader shifted = new ShiftedReader(images, labels);
    assertThat(shifted.next().get(1)).isEqualTo(new IntWritable(6));
    shifted.reset();
    assertThat(new RecordReaderDataSetIterator(shifted, 3)
            .next()
            .getLabels()
            .argMax(1)
            .toIntVector())
        .containsExactly(6, 1, 0);
  }

  @Test
  void metadataFindsItsRecordAgain() {
    IdxRecordReader reader = new IdxRecordReader(images, labels);
    List<Record> read = new ArrayList<>();
    while (reader.hasNext()) {
      read.add(reader.nextRecord());
    }
    assertThat(reader.loadFromMetaData(read.get(1).getMetaData())).isEqualTo(read.get(1));
    assertThat(reader.loadFromMetaData(
            List.of(read.get(2).getMetaData(), read.get(0).getMetaData())))
        .containsExactly(read.get(2), read.get(0));
    RecordMetaData beyond = new RecordMetaDataIndex(3, images.toUri(), IdxRecordReader.class);
    assertThatThrownBy(() -> reader.loadFromMetaData(beyond))
        .hasMessageStartingWith("metadata with an index of 0..2 wanted");
  }

  @Test
  void dataVecInitializesItWithASplitAndAConfiguration() {
    Configuration configuration = new Configuration();
    configuration.setInt(IdxRecordReader.CLASSES, 12);
    IdxRecordReader reader = new IdxRecordReader();
    assertThatThrownBy(reader::hasNext)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("an IDX reader wants its two files before it is used; call initialize(split)");
    reader.initialize(
        configuration, new CollectionInputSplit(List.of(images.toUri(), labels.toUri())));
    assertThat(reader.getLabels()).hasSize(12).startsWith("0", "1").endsWith("11");
    assertThat(reader.classes()).isEqualTo(12);
    assertThat(reader.getConf()).isSameAs(configuration);
    assertThat(reader.count()).isEqualTo(3);
    assertThatThrownBy(() -> reader.initialize(new CollectionInputSplit(List.of(images.toUri()))))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "an IDX reader wants two locations, images and labels; came [file:");
  }

  @Test
  void aSerializedReaderGoesOnWhereItWas() throws IOException, ClassNotFoundException {
    IdxRecordReader reader = new IdxRecordReader();
    reader.initialize(new CollectionInputSplit(List.of(images.toUri(), labels.toUri())));
    reader.next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(reader);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      IdxRecordReader copy = (IdxRecordReader) in.readObject();
      assertThat(copy.next()).isEqualTo(reader.next());
      assertThat(copy.next()).isEqualTo(reader.next());
      assertThat(copy.hasNext()).isFalse();
    }
  }

  @Test
  void listenersHearOfEveryRecord() {
    IdxRecordReader reader = new IdxRecordReader(images, labels);
    List<Object> heard = new ArrayList<>();
    reader.setListeners(new LogRecordListener() {
      private static final long serialVersionUID = 1;

      @Override
      public void recordRead(RecordReader from, Object record) {
        heard.add(record);
      }
    });
    List<Writable> record = reader.next();
    List<List<Writable>> batch = reader.next(2);
    assertThat(heard).hasSize(2);
    assertThat(heard.get(0)).isSameAs(record);
    assertThat(heard.get(1)).isSameAs(batch);
  }

  private RecordReaderDataSetIterator iterator(String part) {
    return new RecordReaderDataSetIterator(
        new IdxRecordReader(
            directory.resolve(part + "-images-idx3-ubyte"),
            directory.resolve(part + "-labels-idx1-ubyte")),
        2);
  }

  private static Writable pixels(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return new BytesWritable(bytes);
  }
}
