package dev.pulmu.datasets.idx;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.nd4j.RecordBatch;
import dev.pulmu.files.DataException;
import java.io.DataInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.IntStream;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataIndex;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.BytesWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;

/**
 * Reads a pair of IDX files, plain or gzipped: images of unsigned bytes and one label an image, the
 * format of MNIST.
 *
 * <p>A record is (bytes of the image, label) as {@link BytesWritable} and {@link IntWritable}, and
 * needs no ND4J natives. A batch is (images u8 (n, columns), labels one-hot f32 (n, classes)).
 * Everything is checked when the files are opened and when they are read, which happens once,
 * before the first record; every way out of this reader goes through {@link #readAll}, so a
 * subclass changes records, batches and data sets alike by overriding it.
 *
 * <p>Through a {@code RecordReaderDataSetIterator} features arrive as bytes. An ND4J normalizer set
 * on that iterator works in place and would round every pixel to 0 or 1 without a word: use
 * {@link Dataset#scaled} or cast to f32 first. {@code setCollectMetaData(true)} fails there,
 * because it asks for single records, whose bytes DataVec cannot turn into columns.
 */
public class IdxRecordReader extends BaseRecordReader {
  /** Key of the number of classes in a {@link Configuration}. */
  public static final String CLASSES = "dev.pulmu.datasets.idx.IdxRecordReader.classes";

  private static final long serialVersionUID = 1;
  private static final int DIGITS = 10;

  private int classes;
  private URI imagesAt;
  private URI labelsAt;
  private int next;
  private transient IdxFile images;
  private transient IdxFile labels;
  private transient byte[] pixels;
  private transient int[] classOf;
  private transient Configuration configuration;

  /** A reader of ten classes that {@link #initialize(InputSplit)} will tell its files. */
  public IdxRecordReader() {
    this.classes = DIGITS;
  }

  /** A reader of ten classes; see {@link #IdxRecordReader(Path, Path, int)}. */
  public IdxRecordReader(Path images, Path labels) {
    this(images, labels, DIGITS);
  }

  /**
   * A reader of these two files, whose headers are read and checked now.
   *
   * @param images IDX file of three dimensions (magic number 0x00000803)
   * @param labels IDX file of one dimension (magic number 0x00000801), as many labels as images; or
   *     of 32-bit integers in one or two (0x00000c01, 0x00000c02), the label first
   * @param classes labels are 0..classes-1
   * @throws DataException if a file is missing or its header cannot be trusted, or the counts
   *     differ
   */
  public IdxRecordReader(Path images, Path labels, int classes) {
    this.classes = classes;
    open(images.toUri(), labels.toUri());
  }

  /**
   * Opens the files of a split with two locations, the images first (such as a
   * {@code CollectionInputSplit}; a {@code FileSplit} of a file that is missing creates it).
   *
   * @throws DataException as the constructor does
   */
  @Override
  public void initialize(InputSplit split) {
    URI[] locations = split.locations();
    if (locations.length != 2) {
      throw new DataException("an IDX reader wants two locations, images and labels; came "
          + Arrays.toString(locations));
    }
    open(locations[0], locations[1]);
  }

  @Override
  public void initialize(Configuration conf, InputSplit split) {
    setConf(conf);
    initialize(split);
  }

  /** Number of records. */
  public int count() {
    return images().count();
  }

  /** Bytes of one image: rows × columns of its pixels. */
  public int columns() {
    return images().columns();
  }

  /** Number of classes: labels are 0..classes-1. */
  public int classes() {
    return classes;
  }

  /**
   * Reads all records at once from the files, independently of {@link #next()}.
   *
   * @param images receives {@code count() * columns()} bytes from {@code imagesOffset} on
   * @param labels receives {@code count()} labels from {@code labelsOffset} on
   * @throws DataException if a file is damaged, of another length than its header says, or a label
   *     is out of range
   */
  public void readAll(byte[] images, int imagesOffset, int[] labels, int labelsOffset) {
    int[] all = this.labels.labels();
    Objects.checkFromIndexSize(labelsOffset, all.length, labels.length);
    for (int sample = 0; sample < all.length; sample++) {
      if (all[sample] < 0 || all[sample] >= classes) {
        throw wrongLabel(0, classes - 1, sample, all[sample]);
      }
    }
    System.arraycopy(all, 0, labels, labelsOffset, all.length);
    this.images.read(images, imagesOffset);
  }

  DataException wrongLabel(int first, int last, int sample, int label) {
    return new DataException(labels.path() + ": labels of " + first + ".." + last
        + " wanted, sample " + sample + " has " + label + "; is this the right file?");
  }

  @Override
  public boolean hasNext() {
    return next < count();
  }

  @Override
  public List<Writable> next() {
    requireNext();
    List<Writable> record = record(next++);
    invokeListeners(record);
    return record;
  }

  @Override
  public boolean batchesSupported() {
    return true;
  }

  /**
   * The next {@code num} records, or as many as are left, as one {@link RecordBatch}.
   *
   * @throws NoSuchElementException if none is left
   */
  @Override
  public List<List<Writable>> next(int num) {
    requireNext();
    if (num < 1) {
      throw new IllegalArgumentException("a batch wants at least 1 record, came " + num);
    }
    load();
    int size = Math.min(num, count() - next);
    int end = next + size;
    List<List<Writable>> batch = RecordBatch.of(
        Arrays.copyOfRange(pixels, next * columns(), end * columns()),
        Arrays.copyOfRange(classOf, next, end),
        classes);
    next = end;
    invokeListeners(batch);
    return batch;
  }

  @Override
  public Record nextRecord() {
    int index = next;
    return record(next(), index);
  }

  @Override
  public Record loadFromMetaData(RecordMetaData recordMetaData) {
    return loadFromMetaData(List.of(recordMetaData)).get(0);
  }

  /** The records that {@link #nextRecord()} gave with this metadata, in the order of the list. */
  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> recordMetaDatas) {
    List<Record> records = new ArrayList<>();
    for (RecordMetaData metaData : recordMetaDatas) {
      if (!(metaData instanceof RecordMetaDataIndex place)
          || place.getIndex() < 0
          || place.getIndex() >= count()) {
        throw new IllegalArgumentException(
            "metadata with an index of 0.." + (count() - 1) + " wanted, came " + metaData);
      }
      int index = (int) place.getIndex();
      records.add(record(record(index), index));
    }
    return records;
  }

  /** Always fails: a record is spread over two files, so no single stream holds one. */
  @Override
  public List<Writable> record(URI uri, DataInputStream dataInputStream) {
    throw new UnsupportedOperationException(
        "an IDX record is spread over two files; no single stream holds one");
  }

  /** "0", "1", …: as many as classes. */
  @Override
  public List<String> getLabels() {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  @Override
  public void reset() {
    next = 0;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  /** Lets go of the bytes in memory; another record would read the files again. */
  @Override
  public void close() {
    pixels = null;
    classOf = null;
  }

  @Override
  public void setConf(Configuration conf) {
    configuration = conf;
    classes = conf.getInt(CLASSES, classes);
  }

  @Override
  public Configuration getConf() {
    return configuration;
  }

  private void open(URI imagesUri, URI labelsUri) {
    IdxFile openedImages = IdxFile.open(Path.of(imagesUri), IdxFile.Kind.IMAGES);
    IdxFile openedLabels = IdxFile.open(Path.of(labelsUri), IdxFile.Kind.LABELS);
    if (openedImages.count() != openedLabels.count()) {
      throw new DataException("one label an image wanted, came " + openedImages.count()
          + " images in " + openedImages.path() + " and " + openedLabels.count() + " labels in "
          + openedLabels.path() + "; do these files belong together?");
    }
    imagesAt = imagesUri;
    labelsAt = labelsUri;
    images = openedImages;
    labels = openedLabels;
    pixels = null;
    classOf = null;
    next = 0;
  }

  /** The opened images; after deserialization the files are opened again. */
  private IdxFile images() {
    if (imagesAt == null) {
      throw new IllegalStateException(
          "an IDX reader wants its two files before it is used; call initialize(split)");
    }
    if (images == null) {
      int place = next;
      open(imagesAt, labelsAt);
      next = place;
    }
    return images;
  }

  private void load() {
    if (pixels == null) {
      byte[] allPixels = new byte[images().length()];
      int[] allLabels = new int[count()];
      readAll(allPixels, 0, allLabels, 0);
      pixels = allPixels;
      classOf = allLabels;
    }
  }

  private void requireNext() {
    if (!hasNext()) {
      throw new NoSuchElementException(
          "all " + count() + " records of " + images.path() + " have been read");
    }
  }

  private List<Writable> record(int index) {
    load();
    byte[] image = Arrays.copyOfRange(pixels, index * columns(), (index + 1) * columns());
    List<Writable> record = new ArrayList<>(2);
    record.add(new BytesWritable(image));
    record.add(new IntWritable(classOf[index]));
    return record;
  }

  private Record record(List<Writable> values, int index) {
    return new org.datavec.api.records.impl.Record(
        values, new RecordMetaDataIndex(index, imagesAt, IdxRecordReader.class));
  }
}
