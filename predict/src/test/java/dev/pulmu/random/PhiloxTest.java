package dev.pulmu.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The known answers of Random123's own file kat_vectors, lines "philox4x32 10". */
class PhiloxTest {

  @Test
  void counterAndKeyOfZerosGiveThePublishedWords() {
    assertThat(block(new int[] {0, 0, 0, 0}, 0, 0))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
  }

  @Test
  void counterAndKeyOfOnesGiveThePublishedWords() {
    assertThat(block(new int[] {-1, -1, -1, -1}, -1, -1))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
  }

  @Test
  void digitsOfPiGiveThePublishedWords() {
    int[] counter = {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344};
    assertThat(block(counter, 0xa4093822, 0x299f31d0))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  private static int[] block(int[] words, int key0, int key1) {
    int[] into = new int[6];
    Philox.block(words[0], words[1], words[2], words[3], key0, key1, into, 1);
    assertThat(into[0]).isZero();
    assertThat(into[5]).isZero();
    return Arrays.copyOfRange(into, 1, 5);
  }
}
