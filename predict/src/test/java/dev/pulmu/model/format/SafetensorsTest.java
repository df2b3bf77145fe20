package dev.pulmu.model.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulmu.files.AtomicFile;
import dev.pulmu.files.DataException;
import dev.pulmu.model.format.Safetensors.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  /** By hand: 1 is 3f800000, −2 is c0000000, 0.5 is 3f000000; the lowest byte comes first. */
  private static final String NUMBERS = "0000803f000000c00000003f";

  private static final String HEADER = "{\"__metadata__\":{\"k\":\"v\"},"
      + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
      + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}";

  @TempDir
  private Path directory;

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Safetensors(
            Map.of("k", "v"),
            List.of(
                new Entry("w", List.of(2, 1), new float[] {1, -2}),
                new Entry("b", List.of(1), new float[] {0.5f})))
        .write(out);

    byte[] bytes = out.toByteArray();
    long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(length % 8).isZero();
    String header = new String(bytes, 8, (int) length, StandardCharsets.UTF_8);
    assertThat(header.stripTrailing()).isEqualTo(HEADER);
    assertThat(header.length() - HEADER.length()).isLessThan(8);
    byte[] numbers = Arrays.copyOfRange(bytes, 8 + (int) length, bytes.length);
    assertThat(HexFormat.of().formatHex(numbers)).isEqualTo(NUMBERS);
  }

  @Test
  void aFileMadeByHandIsRead() throws IOException {
    Safetensors content = SafetensorsReader.read(file(HEADER, NUMBERS));

    assertThat(content.metadata()).containsExactly(Map.entry("k", "v"));
    assertThat(content.tensors()).extracting(Entry::name).containsExactly("w", "b");
    assertThat(content.tensors().get(0).shape()).containsExactly(2, 1);
    assertThat(content.tensors().get(0).values()).containsExactly(1, -2);
    assertThat(content.tensors().get(1).values()).containsExactly(0.5f);
  }

  @Test
  void tensorsComeInTheOrderOfTheirNumbers() throws IOException {
    String header = "{\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
        + "\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    assertThat(SafetensorsReader.read(file(header, NUMBERS)).tensors())
        .extracting(Entry::name)
        .containsExactly("w", "b");
  }

  @Test
  void aTensorLongerThanOneChunkComesBackWhole() throws IOException {
    float[] values = new float[100_003];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Path file = directory.resolve("long");
    Safetensors content =
        new Safetensors(Map.of(), List.of(new Entry("w", List.of(values.length), values)));

    AtomicFile.write(file, content::write);

    assertThat(SafetensorsReader.read(file).tensors().get(0).values()).isEqualTo(values);
  }

  @Test
  void wholeNumbersOfOtherProgramsArePassedOverIfThatIsAskedFor() throws IOException {
    String header = "{\"count\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}";
    Path file = file(header, NUMBERS);

    assertThat(SafetensorsReader.readFloats(file).tensors())
        .singleElement()
        .satisfies(entry -> assertThat(entry.values()).containsExactly(0.5f));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> SafetensorsReader.read(file))
        .withMessageContaining("tensor 'count' wants dtype F32, came 'I64'");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          {"w":{"dtype":"F16","shape":[3],"data_offsets":[0,12]}} | tensor 'w' wants dtype F32, came 'F16'; save it as 32-bit floats
          {"w":{"shape":[3],"data_offsets":[0,12]}} | tensor 'w' wants dtype F32, came ''; save it as 32-bit floats
          {"w":7} | tensor 'w' wants dtype F32, came ''; save it as 32-bit floats
          {"w":{"dtype":"F32","data_offsets":[0,12]}} | tensor 'w' wants a list shape
          {"w":{"dtype":"F32","shape":[3]}} | tensor 'w' wants a list data_offsets
          {"w":{"dtype":"F32","shape":[-3],"data_offsets":[0,12]}} | tensor 'w' wants whole numbers of at least 0 in shape, came -3
          {"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,12]}} | tensor 'w' wants whole numbers of at least 0 in shape, came 1.5
          {"w":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,12]}} | tensor 'w' wants whole numbers of at least 0 in shape, came 99999999999999999999
          {"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}} | tensor 'w' with shape [4294967296, 4294967296] is too large
          {"w":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,0]}} | tensor 'w' with shape [65536, 65536] is too large
          {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}} | tensor 'w' with shape [2] wants 8 bytes, its data_offsets give 12
          {"w":{"dtype":"F32","shape":[3],"data_offsets":[12,0]}} | tensor 'w' wants two ascending data_offsets, came [12, 0]
          {"w":{"dtype":"F32","shape":[3],"data_offsets":[0]}} | tensor 'w' wants two ascending data_offsets, came [0]
          {"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}} | tensor 'w' wants to begin at byte 0, where the one before ends, came 4
          {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"v":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}} | tensor 'v' wants to begin at byte 8, where the one before ends, came 4
          {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | its tensors want 8 bytes behind the header, came 12
          {"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}} | its tensors want 16 bytes behind the header, came 12; it is cut
          {"__metadata__":{"k":1}} | its metadata wants texts only
          {"__metadata__":"k"} | its metadata wants texts by name
          {"w":{"dtype":7,"shape":[3],"data_offsets":[0,12]}} | tensor 'w' wants dtype F32, came '7'; save it as 32-bit floats
          {"w":{},"w":{}} | its header is not JSON
          {} x | its header is not JSON
          [] | its header is not a JSON object
          """)
  void aHeaderThatCannotBeTrustedIsRefused(String header, String message) throws IOException {
    Path file = file(header, NUMBERS);

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> SafetensorsReader.read(file))
        .withMessage(file + ": " + message);
  }

  @Test
  void aHeaderLengthBeyondTheFileIsRefusedBeforeAnythingIsAllocated() throws IOException {
    long zip = 0x08_0000_0403_4b50L; // as a model of PyTorch begins
    for (long length :
        new long[] {-1, 0, 1, 9, zip, Long.MAX_VALUE, 99_000_000, Integer.MAX_VALUE}) {
      ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      Path file = Files.write(directory.resolve("length"), bytes.array());

      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> SafetensorsReader.read(file))
          .withMessage(file + ": claims a header of " + Long.toUnsignedString(length)
              + " bytes, the file has 8 behind that number; it is cut or no safetensors file");
    }
  }

  @Test
  void whatIsNoFileIsRefused() throws IOException {
    Path missing = directory.resolve("missing");
    Path tiny = Files.write(directory.resolve("tiny"), new byte[7]);

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> SafetensorsReader.read(missing))
        .withMessage(missing + ": no such file");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> SafetensorsReader.read(directory))
        .withMessage(directory + ": is not a file");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> SafetensorsReader.read(tiny))
        .withMessage(tiny + ": wants 8 bytes of header length, the file has 7 bytes in all");
  }

  private Path file(String header, String hexNumbers) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    byte[] numbers = HexFormat.of().parseHex(hexNumbers);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text).put(numbers);
    return Files.write(directory.resolve("by-hand"), bytes.array());
  }
}
