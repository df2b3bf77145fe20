package dev.pulmu.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.Shape;
import dev.pulmu.files.DataException;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are drawn here, against the bytes that they were drawn with. */
class PictureTest {
  private static final int[] RED_GREEN = {0xC81E0A, 0x0AC81E};

  @Test
  void greyOfEightBitsIsWhatTheFileHas() throws IOException {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, 3, 2, new int[] {0, 1, 127, 128, 254, 255});

    assertThat(ints(read(image, "png").row(Shape.of(2, 3))))
        .containsExactly(0, 1, 127, 128, 254, 255);
  }

  /** {@code getRGB} takes this grey for linear light and gives 188. */
  @Test
  void aMiddleGreyStaysOne() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 128);

    assertThat(image.getRGB(0, 0) & 0xFF).isEqualTo(188);
    assertThat(ints(read(image, "png").row(Shape.of(1)))).containsExactly(128);
  }

  /** 255 steps of 257: 128 is nearer to 0, 129 to 257. */
  @Test
  void sixteenBitsAreRoundedToTheNearestEight() throws IOException {
    BufferedImage image = new BufferedImage(6, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setPixels(0, 0, 6, 1, new int[] {0, 128, 129, 32896, 65406, 65407});

    assertThat(ints(read(image, "png").row(Shape.of(1, 6))))
        .containsExactly(0, 0, 1, 128, 254, 255);
  }

  @Test
  void sixteenBitsOfColourAndAlphaAreRoundedToo() throws IOException {
    ColorSpace rgb = ColorSpace.getInstance(ColorSpace.CS_sRGB);
    ComponentColorModel model =
        new ComponentColorModel(rgb, true, false, Transparency.TRANSLUCENT, DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(2, 1);
    raster.setPixels(0, 0, 2, 1, new int[] {257, 514, 65535, 65535, 257, 514, 65535, 0});
    BufferedImage image = new BufferedImage(model, raster, false, null);

    assertThat(ints(read(image, "png").row(Shape.of(3, 1, 2))))
        .containsExactly(1, 255, 2, 255, 255, 255);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void coloursOfEveryKindBecomeChannelAfterChannel(int type) throws IOException {
    BufferedImage image = type == BufferedImage.TYPE_BYTE_INDEXED
        ? indexed(new int[] {0xFFC81E0A, 0xFF0AC81E})
        : new BufferedImage(2, 1, type);
    image.setRGB(0, 0, 0xFF000000 | RED_GREEN[0]);
    image.setRGB(1, 0, 0xFF000000 | RED_GREEN[1]);

    for (String format : type == BufferedImage.TYPE_BYTE_INDEXED
        ? new String[] {"png", "gif", "bmp"}
        : new String[] {"png"}) {
      assertThat(ints(read(image, format).row(Shape.of(3, 1, 2))))
          .as(format)
          .containsExactly(200, 10, 30, 200, 10, 30);
    }
  }

  @Test
  void bitmapsOfFewBitsAreWhatTheyShow() throws IOException {
    BufferedImage colours = new BufferedImage(2, 1, BufferedImage.TYPE_3BYTE_BGR);
    colours.setRGB(0, 0, RED_GREEN[0]);
    colours.setRGB(1, 0, RED_GREEN[1]);
    assertThat(ints(read(colours, "bmp").row(Shape.of(3, 1, 2))))
        .containsExactly(200, 10, 30, 200, 10, 30);

    BufferedImage two = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
    two.getRaster().setPixels(0, 0, 3, 1, new int[] {1, 0, 1});
    for (String format : new String[] {"png", "bmp", "gif"}) {
      assertThat(ints(read(two, format).row(Shape.of(1, 3))))
          .as(format)
          .containsExactly(255, 0, 255);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 0;85;170;255", "4, 0;17;34;255"})
  void greyOfFewBitsReachesFromBlackToWhite(int bits, String expected) throws IOException {
    int most = (1 << bits) - 1;
    byte[] levels = new byte[most + 1];
    for (int level = 0; level <= most; level++) {
      levels[level] = (byte) (level * 255 / most);
    }
    BufferedImage image = new BufferedImage(
        4,
        1,
        BufferedImage.TYPE_BYTE_BINARY,
        new IndexColorModel(bits, most + 1, levels, levels, levels));
    image.getRaster().setPixels(0, 0, 4, 1, new int[] {0, 1, 2, most});

    assertThat(ints(read(image, "png").row(Shape.of(1, 4))))
        .containsExactly(
            Arrays.stream(expected.split(";")).mapToInt(Integer::parseInt).toArray());
  }

  /** Over white: 10 · 100/255 + 255 · 155/255 = 158.9. */
  @Test
  void whatIsSeeThroughShowsWhite() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00000000);
    image.setRGB(1, 0, 0x640A0A0A);
    image.setRGB(2, 0, 0xFF0A0A0A);

    Picture picture = read(image, "png");

    assertThat(picture.isGrey()).isTrue();
    assertThat(ints(picture.row(Shape.of(1, 3)))).containsExactly(255, 159, 10);
  }

  @Test
  void aPaletteKnowsWhatIsSeeThroughToo() throws IOException {
    for (String format : new String[] {"png", "gif"}) {
      BufferedImage image = indexed(new int[] {0x00000000, 0xFF0AC81E});
      image.getRaster().setPixels(0, 0, 2, 1, new int[] {0, 1});

      assertThat(ints(read(image, format).row(Shape.of(3, 1, 2))))
          .as(format)
          .containsExactly(255, 10, 255, 200, 255, 30);
    }
  }

  @Test
  void greyAndAlphaOfTwoChannelsAreRead() throws IOException {
    ComponentColorModel model = new ComponentColorModel(
        ColorSpace.getInstance(ColorSpace.CS_GRAY),
        true,
        false,
        Transparency.TRANSLUCENT,
        DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(3, 1);
    raster.setPixels(0, 0, 3, 1, new int[] {128, 255, 10, 100, 0, 0});

    assertThat(ints(read(new BufferedImage(model, raster, false, null), "png").row(Shape.of(1, 3))))
        .containsExactly(128, 159, 255);
  }

  /**
   * 0.299 · 200 + 0.587 · 30 + 0.114 · 10 = 78.6, and 0.299 · 10 + 0.587 · 200 + 0.114 · 30 =
   * 123.8.
   */
  @Test
  void coloursBecomeGreyAsTheEyeWeighsThem() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, RED_GREEN[0]);
    image.setRGB(1, 0, RED_GREEN[1]);

    assertThat(ints(read(image, "png").row(Shape.of(1, 2)))).containsExactly(79, 124);
  }

  @Test
  void greyThatIsStoredInColoursIsGreyAndGoesIntoThreeChannelsAlike() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x070707);
    image.setRGB(1, 0, 0xFAFAFA);

    Picture picture = read(image, "png");

    assertThat(picture.isGrey()).isTrue();
    assertThat(ints(picture.row(Shape.of(3, 1, 2)))).containsExactly(7, 250, 7, 250, 7, 250);
  }

  /** A lossy format: an even area keeps its value to a step or two. */
  @Test
  void jpegIsReadInGreyAndInColours() throws IOException {
    BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster()
        .setPixels(0, 0, 16, 16, IntStream.generate(() -> 128).limit(256).toArray());
    assertThat(read(grey, "jpeg").isGrey()).isTrue();
    assertThat(Arrays.stream(ints(read(grey, "jpeg").row(Shape.of(16, 16))))
            .boxed()
            .toList())
        .allMatch(value -> Math.abs(value - 128) <= 1);

    BufferedImage red = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    IntStream.range(0, 256).forEach(i -> red.setRGB(i % 16, i / 16, RED_GREEN[0]));
    int[] row = ints(read(red, "jpeg").row(Shape.of(3, 16, 16)));
    assertThat(row[0]).isBetween(198, 202);
    assertThat(row[256]).isBetween(28, 32);
    assertThat(row[512]).isBetween(8, 12);
  }

  @Test
  void heightAndWidthAreReadFromTheHeader() throws IOException {
    BufferedImage image = new BufferedImage(5, 3, BufferedImage.TYPE_BYTE_GRAY);

    assertThat(PictureDecoder.size("a.png", bytes(image, "png"))).isEqualTo(Shape.of(3, 5));
  }

  @Test
  void aWidePictureStandsInTheMiddleOfBlackAndIsNotStretched() throws IOException {
    BufferedImage image = new BufferedImage(8, 4, BufferedImage.TYPE_BYTE_GRAY);
    image
        .getRaster()
        .setPixels(0, 0, 8, 4, IntStream.generate(() -> 200).limit(32).toArray());

    assertThat(ints(read(image, "png").row(Shape.of(16))))
        .containsExactly(0, 0, 0, 0, 200, 200, 200, 200, 200, 200, 200, 200, 0, 0, 0, 0);
  }

  @Test
  void aTallPictureHasBlackAtItsSidesTheOddColumnAtTheRight() throws IOException {
    BufferedImage image = new BufferedImage(1, 2, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, 1, 2, new int[] {10, 20});

    assertThat(ints(read(image, "png").row(Shape.of(2, 4))))
        .containsExactly(0, 10, 0, 0, 0, 20, 0, 0);
  }

  @Test
  void aLineKeepsAPixelOfItsWidth() throws IOException {
    BufferedImage image = new BufferedImage(100, 1, BufferedImage.TYPE_BYTE_GRAY);
    image
        .getRaster()
        .setPixels(0, 0, 100, 1, IntStream.generate(() -> 90).limit(100).toArray());

    assertThat(ints(read(image, "png").row(Shape.of(3, 4))))
        .containsExactly(0, 0, 0, 0, 90, 90, 90, 90, 0, 0, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3x4x5x6", "2x28x28", "785"})
  void aShapeThatIsNoPicturesIsRefused(String shape) throws IOException {
    Picture picture = read(new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY), "png");

    assertThatThrownBy(() -> picture.row(Shape.parse(shape)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("this one has " + shape);
  }

  @Test
  void whatIsNoPictureIsRefusedByItsName() {
    assertThatThrownBy(() -> Picture.decode(
            "a/cat.png", "RIFF....WEBP".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
        .isInstanceOf(DataException.class)
        .hasMessage("a/cat.png: its bytes are no PNG, JPEG, GIF or BMP, whatever its name is; save"
            + " it as a PNG");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void aFileThatIsCutIsRefused(String format) throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_INDEXED);
    IntStream.range(0, 64 * 64).forEach(i -> image.setRGB(i % 64, i / 64, i * 7919));
    BufferedImage whole = format.equals("jpeg") ? opaque(image) : image;
    byte[] file = bytes(whole, format);

    assertThat(Picture.decode("whole", file).height()).isEqualTo(64);
    for (int length : new int[] {file.length / 4, file.length / 2, file.length - 40}) {
      assertThatThrownBy(() -> Picture.decode("cut." + format, Arrays.copyOf(file, length)))
          .as("%d of %d bytes", length, file.length)
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("cut." + format + ": is ")
          .hasMessageEndingWith("; get the file again");
    }
  }

  /** With Adobe's mark, as programs write them, and without. */
  @Test
  void aJpegForPrintingIsRefusedByItsName() throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream to = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(to);
      writer.write(new IIOImage(raster, null, null));
    }
    writer.dispose();
    byte[] plain = out.toByteArray();
    byte[] adobe = HexFormat.of().parseHex("ffd8ffee000e41646f626500640000000000");
    byte[] marked = Arrays.copyOf(adobe, adobe.length + plain.length - 2);
    System.arraycopy(plain, 2, marked, adobe.length, plain.length - 2);

    for (byte[] file : new byte[][] {plain, marked}) {
      assertThatThrownBy(() -> Picture.decode("a.jpg", file))
          .isInstanceOf(DataException.class)
          .hasMessage("a.jpg: a JPEG in grey or RGB wanted, this has other channels, such as CMYK"
              + " for printing; save it as RGB");
    }
  }

  @Test
  void aSmallFileThatClaimsAHugePictureIsRefusedBeforeItIsRead() throws IOException {
    byte[] file = bytes(new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY), "bmp");
    file[19] = 0x4E; // the second byte of the width, from place 18 on
    file[23] = 0x4E; // and of the height

    assertThatThrownBy(() -> Picture.decode("a.bmp", file))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "a.bmp: at most 100000000 pixels wanted, it has 19969 × 19969; make it smaller");
  }

  private static BufferedImage indexed(int[] argb) {
    // The JDK writes a BMP of fewer colours wrong: it keeps a byte a pixel and says fewer bits
    int[] colours = Arrays.copyOf(argb, 256);
    Arrays.fill(colours, argb.length, colours.length, 0xFF000000);
    boolean hasAlpha = IntStream.of(argb).anyMatch(colour -> colour >>> 24 != 0xFF);
    IndexColorModel palette =
        new IndexColorModel(8, colours.length, colours, 0, hasAlpha, -1, DataBuffer.TYPE_BYTE);
    return new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
  }

  private static BufferedImage opaque(BufferedImage image) {
    BufferedImage rgb =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
      int x = i % image.getWidth();
      int y = i / image.getWidth();
      rgb.setRGB(x, y, image.getRGB(x, y));
    }
    return rgb;
  }

  private static Picture read(BufferedImage image, String format) throws IOException {
    return Picture.decode("a." + format, bytes(image, format));
  }

  private static byte[] bytes(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).as("written as %s", format).isTrue();
    return out.toByteArray();
  }

  private static int[] ints(byte[] row) {
    return IntStream.range(0, row.length).map(i -> row[i] & 0xFF).toArray();
  }
}
