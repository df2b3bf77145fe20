package dev.pulmu.datasets.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.recipe.Cells;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalsTest {
  @Test
  void numbersAreThoseOfTheJdkToTheBit() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      String text = text(random);
      assertThat(bits(parse(text))).as(text).isEqualTo(bits(Double.parseDouble(text)));
    }
  }

  private static String text(Random random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return switch (random.nextInt(7)) {
      case 0 -> Double.isFinite(value) ? Double.toString(value) : "0";
      case 1 -> Double.toString(random.nextGaussian());
      case 2 -> Integer.toString(random.nextInt());
      case 3 -> Long.toString(random.nextLong());
      case 4 -> random.nextInt(1000) + "." + random.nextInt(1_000_000);
      case 5 ->
        "+" + random.nextInt(100) + "." + random.nextLong(1L << 60) + "e"
            + (random.nextInt(700) - 350);
      default -> "-." + random.nextInt(10) + "E+" + random.nextInt(30);
    };
  }

  @Test
  void whatIsANumberOfARawRowIsOneHere() {
    Random random = new Random(2);
    String letters = "0123456789+-.eE";
    for (int i = 0; i < 300_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(6) + 1; length > 0; length--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      String plain = text.toString();
      assertThat(bits(parse(plain))).as(plain).isEqualTo(bits(Cells.number(plain)));
    }
    for (String none : List.of("", "x", "1x", "0x1p3", "1f", "NaN", "Infinity", "1 2", "1,5")) {
      assertThat(parse(none)).as(none).isNaN();
      assertThat(Cells.number(none)).as(none).isNaN();
    }
  }

  @Test
  void halfwayCasesAreRoundedOnce() {
    assertThat(parse("9007199254740993")).isEqualTo(9007199254740992.0);
    assertThat(parse("9007199254740991")).isEqualTo(9007199254740991.0);
    assertThat(parse("0.1")).isEqualTo(0.1);
    assertThat(parse("1e23")).isEqualTo(1e23);
    assertThat(parse("8.5e-323")).isEqualTo(8.5e-323);
  }

  @Test
  void aCommaMayStandForThePoint() {
    byte[] bytes = "x-1,25e1y".getBytes(StandardCharsets.US_ASCII);
    assertThat(Decimals.parse(bytes, 1, 8, (byte) ',')).isEqualTo(-12.5);
    assertThat(Decimals.parse(bytes, 1, 8, (byte) '.')).isNaN();
    byte[] many = "0,12345678901234567890123".getBytes(StandardCharsets.US_ASCII);
    assertThat(Decimals.parse(many, 0, many.length, (byte) ',')).isEqualTo(0.12345678901234568);
  }

  private static long bits(double value) {
    return Double.doubleToLongBits(value);
  }

  private static double parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Decimals.parse(bytes, 0, bytes.length, (byte) '.');
  }
}
