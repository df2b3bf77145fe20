package dev.pulmu.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.cuda.HostGpu.Order;
import dev.pulmu.backend.cuda.MemoryMap.Region;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceMemoryTest {
  /** More than the staging buffer holds, and no multiple of it. */
  private static final int MANY = 9_000_001;

  @OnHost
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void copiesOfAnyLengthComeBack(boolean apart) {
    MemoryMap map = new MemoryMap();
    Region floats = map.words("floats", MANY);
    Region ints = map.words("ints", MANY);
    Region bytes = map.bytes("bytes", 4L * MANY);
    float[] someFloats = new float[MANY];
    int[] someInts = new int[MANY];
    byte[] someBytes = new byte[4 * MANY];
    for (int i = 0; i < MANY; i++) {
      someFloats[i] = i * 0.5f;
      someInts[i] = i * 7;
    }
    for (int i = 0; i < someBytes.length; i++) {
      someBytes[i] = (byte) (i % 251); // each fourth begins a word of its own
    }
    try (Gpu gpu = HostGpu.open(Order.UPWARDS, false);
        DeviceMemory memory = new DeviceMemory(gpu, map, apart)) {
      memory.upload(someFloats, floats);
      memory.upload(someInts, ints);
      memory.upload(someBytes, bytes);
      assertThat(Arrays.equals(memory.floats(floats, MANY), someFloats)).isTrue();
      assertThat(Arrays.equals(memory.ints(ints, MANY), someInts)).isTrue();
      int last = memory.ints(bytes, MANY)[MANY - 1];
      assertThat((byte) last).isEqualTo(someBytes[4 * MANY - 4]);
      assertThat((byte) (last >> 24)).isEqualTo(someBytes[4 * MANY - 1]);
      memory.clear(floats);
      assertThat(memory.doubles(floats, MANY / 2)).containsOnly(0);
    }
  }

  @Test
  void regionsBeginWhereVectorsMayAndDoNotOverlap() {
    MemoryMap map = new MemoryMap();
    Region one = map.bytes("one", 1);
    Region none = map.words("none", 0);
    Region last = map.words("last", 65);
    assertThat(one.offset()).isZero();
    assertThat(none.offset()).isEqualTo(256);
    assertThat(last.offset()).isEqualTo(512);
    assertThat(map.bytes()).isEqualTo(512 + 512);
  }
}
