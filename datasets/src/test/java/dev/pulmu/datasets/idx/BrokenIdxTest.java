package dev.pulmu.datasets.idx;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.files.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenIdxTest {
  private static final byte[] IMAGES = IdxFixture.images(3);
  private static final byte[] LABELS = IdxFixture.labels(5, 0, 9);

  @TempDir
  Path directory;

  private Path images;
  private Path labels;

  @BeforeEach
  void writeAGoodPair() {
    images = IdxFixture.write(directory.resolve("images"), IMAGES);
    labels = IdxFixture.write(directory.resolve("labels"), LABELS);
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Files.delete(labels);
    assertRefused().hasMessage(labels + ": no such file; an IDX file was wanted");
    assertThat(labels).doesNotExist();
  }

  @Test
  void aDirectoryIsNoFile() throws IOException {
    Files.delete(images);
    Files.createDirectory(images);
    assertRefused().hasMessage(images + ": an IDX file was wanted, this is a directory");
  }

  @Test
  void anEmptyFileIsTooShort() {
    IdxFixture.write(images, new byte[0]);
    assertRefused().hasMessage(images + ": 16 bytes of header wanted, 0 came; get the file again");
  }

  @Test
  void aCutFileSaysHowManyBytesCame() {
    IdxFixture.write(images, Arrays.copyOf(IMAGES, 16 + 17));
    assertRefused()
        .hasMessage(
            images
                + ": 18 bytes after the header wanted (3 × 6), came 17 (it is cut); get the file again");
    IdxFixture.write(images, IdxFixture.gzip(Arrays.copyOf(IMAGES, 16 + 17)));
    assertRefused()
        .hasMessage(
            images
                + ": 18 bytes after the header wanted (3 × 6), came 17 (it is cut); get the file again");
  }

  @Test
  void bytesBehindTheEndAreRefused() {
    IdxFixture.write(labels, Arrays.copyOf(LABELS, LABELS.length + 2));
    assertRefused()
        .hasMessage(
            labels + ": 3 bytes after the header wanted (3 × 1), came 5; get the file again");
    IdxFixture.write(labels, IdxFixture.gzip(Arrays.copyOf(LABELS, LABELS.length + 1)));
    assertRefused()
        .hasMessage(
            labels + ": 3 bytes after the header wanted (3 × 1), came more; get the file again");
  }

  @Test
  void bytesBehindTheEndOfAGzipAreRefused() {
    for (int extra : new int[] {1, 8, 512}) {
      byte[] gzip = IdxFixture.gzip(LABELS);
      IdxFixture.write(labels, Arrays.copyOf(gzip, gzip.length + extra));
      assertRefused()
          .hasMessage(
              labels + ": 3 bytes after the header wanted (3 × 1), came more; get the file again");
    }
  }

  @Test
  void swappedFilesAreRecognized() {
    assertThatThrownBy(() -> new IdxRecordReader(labels, images))
        .isInstanceOf(DataException.class)
        .hasMessage(labels + ": 0x00000803 (IDX images) wanted as its first four bytes, 0x00000801"
            + " (IDX labels) came; are the images and the labels swapped?");
  }

  @Test
  void anotherFormatIsRefusedByItsFirstBytes() {
    IdxFixture.write(labels, "PK\3\4 and so on".getBytes(US_ASCII));
    assertRefused()
        .hasMessage(labels + ": 0x00000801 (IDX labels) wanted as its first four bytes, 0x504b0304"
            + " came; is this an IDX file of unsigned bytes?");
  }

  /** As a server answers that does not have the file any more. */
  @Test
  void aWebPageInPlaceOfAFileIsRefused() {
    IdxFixture.write(images, "<!DOCTYPE html>\n<html>\n<title>404</title>\n".getBytes(US_ASCII));
    assertRefused()
        .hasMessage(images + ": 0x00000803 (IDX images) wanted as its first four bytes, 0x3c21444f"
            + " came; is this an IDX file of unsigned bytes?");
  }

  /** As a transfer in text mode damages a file: every line feed has a carriage return before it. */
  @Test
  void aTransferAsTextIsFound() {
    byte[] bytes = IMAGES.clone();
    bytes[16 + 7] = '\n';
    String text = new String(bytes, ISO_8859_1);
    IdxFixture.write(images, text.replace("\n", "\r\n").getBytes(ISO_8859_1));
    assertRefused()
        .hasMessage(
            images + ": 18 bytes after the header wanted (3 × 6), came 19; get the file again");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      8 | 4 | unsigned bytes in 4 dimensions
      9 | 3 | signed bytes in 3 dimensions
      11 | 3 | 16-bit integers in 3 dimensions
      12 | 1 | 32-bit integers in 1 dimension
      13 | 3 | 32-bit floats in 3 dimensions
      14 | 2 | 64-bit floats in 2 dimensions
      """)
  void otherNumbersThanBytesAreNamed(int type, int dimensions, String words) {
    IdxFixture.write(
        images, ByteBuffer.wrap(IMAGES.clone()).putInt(type << 8 | dimensions).array());
    assertRefused()
        .hasMessage(String.format(
            Locale.ROOT,
            "%s: 0x00000803 (IDX images) wanted as its first four bytes, 0x%08x (IDX of %s) came;"
                + " write it as unsigned bytes in 3 dimensions",
            images,
            type << 8 | dimensions,
            words));
  }

  @Test
  void countsThatDifferAreBothSaid() {
    IdxFixture.write(labels, IdxFixture.labels(1, 2));
    assertRefused()
        .hasMessage("one label an image wanted, came 3 images in " + images + " and 2 labels in "
            + labels + "; do these files belong together?");
  }

  @Test
  void aLabelOverTheLastClassIsNamedByItsSample() {
    IdxFixture.write(labels, IdxFixture.labels(9, 10, 0));
    assertRefused()
        .hasMessage(labels + ": labels of 0..9 wanted, sample 1 has 10; is this the right file?");
    IdxFixture.write(labels, IdxFixture.labels(0, 0, 255));
    assertRefused().hasMessageContaining("sample 2 has 255");
    assertThat(new IdxRecordReader(images, labels, 256).next()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 2 3",
        "3 0 3",
        "3 2 -1",
        "-1 -1 -1",
        "2147483647 2147483647 2147483647",
        "65536 65536 65536",
        "2147483647 1 2",
        "4 2147483647 2147483647"
      })
  void absurdDimensionsAreRefused(String dimensions) {
    ByteBuffer header = ByteBuffer.wrap(IMAGES.clone()).putInt(0x803);
    for (String dimension : dimensions.split(" ")) {
      header.putInt(Integer.parseInt(dimension));
    }
    IdxFixture.write(images, header.array());
    assertRefused().hasMessageContaining("dimensions of 1.. and at most 2147483639 bytes wanted");
    IdxFixture.write(images, IdxFixture.gzip(header.array()));
    assertRefused().hasMessageContaining("dimensions of 1.. and at most 2147483639 bytes wanted");
  }

  @Test
  void dimensionsAreSaidAsTheUnsignedNumbersThatTheyAre() {
    IdxFixture.write(
        images,
        ByteBuffer.wrap(IMAGES.clone())
            .putInt(4, -1)
            .putInt(8, -2)
            .putInt(12, -3)
            .array());
    assertRefused().hasMessageContaining("claims 4294967295 × 4294967294 × 4294967293");
  }

  @Test
  void fourBytesAreEnoughToTellAnotherFormat() {
    IdxFixture.write(images, new byte[] {'G', 'I', 'F', '8'});
    assertRefused().hasMessageContaining("0x47494638 came; is this an IDX file");
  }

  @Test
  void aSmallFileThatClaimsAHugeTableIsRefusedWhenItIsOpened() {
    byte[] huge = ByteBuffer.wrap(IMAGES.clone())
        .putInt(4, 2_000_000_000)
        .putInt(8, 1)
        .putInt(12, 1)
        .array();
    IdxFixture.write(images, huge);
    IdxFixture.write(
        labels, ByteBuffer.wrap(LABELS.clone()).putInt(4, 2_000_000_000).array());
    assertThatThrownBy(() -> new IdxRecordReader(images, labels))
        .hasMessageContaining("2000000000 bytes after the header wanted (2000000000 × 1), came 18");
    byte[] gzip = IdxFixture.gzip(huge);
    IdxFixture.write(images, gzip);
    assertThatThrownBy(() -> new IdxRecordReader(images, labels))
        .hasMessageContaining("came a gzip of " + gzip.length + ", which cannot hold them");
  }

  @Test
  void aFileThatIsExchangedAfterItWasOpenedIsNotMixedUp() {
    IdxRecordReader reader = new IdxRecordReader(images, labels);
    IdxFixture.write(images, IdxFixture.images(4));
    assertThatThrownBy(reader::next)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(images + ": its header changed while it was being read");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFileCutAnywhereIsRefused(boolean gzip) {
    for (Path file : new Path[] {images, labels}) {
      byte[] whole = file.equals(images) ? IMAGES : LABELS;
      byte[] bytes = gzip ? IdxFixture.gzip(whole) : whole;
      for (int length = 0; length < bytes.length; length++) {
        IdxFixture.write(file, Arrays.copyOf(bytes, length));
        assertRefused().hasMessageStartingWith(file + ": ");
      }
      IdxFixture.write(file, bytes);
      readAll();
    }
  }

  @Test
  void everyFlippedBitOfAHeaderIsRefused() {
    for (Path file : new Path[] {images, labels}) {
      byte[] bytes = file.equals(images) ? IMAGES : LABELS;
      for (int bit = 0; bit < 8 * (file.equals(images) ? 16 : 8); bit++) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        IdxFixture.write(file, flipped);
        assertRefused().hasMessageContaining(file.toString());
        IdxFixture.write(file, IdxFixture.gzip(flipped));
        assertRefused().hasMessageContaining(file.toString());
      }
      IdxFixture.write(file, bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void damageAnywhereIsRefusedOrChangesOnlyPixels(long seed) {
    Random random = new Random(seed);
    int refused = 0;
    int accepted = 0;
    for (int round = 0; round < 500; round++) {
      byte[] damaged = random.nextBoolean() ? IdxFixture.gzip(IMAGES) : IMAGES.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      IdxFixture.write(images, damaged);
      try {
        assertThat(readAll()).containsExactly(5, 0, 9);
        accepted++;
      } catch (DataException e) {
        assertThat(e).hasMessageContaining(images.toString());
        refused++;
      }
    }
    assertThat(refused).isPositive();
    assertThat(accepted).isPositive();
  }

  private int[] readAll() {
    IdxRecordReader reader = new IdxRecordReader(images, labels);
    int[] classes = new int[reader.count()];
    reader.readAll(new byte[reader.count() * reader.columns()], 0, classes, 0);
    return classes;
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused() {
    return assertThatThrownBy(this::readAll).isInstanceOf(DataException.class);
  }
}
