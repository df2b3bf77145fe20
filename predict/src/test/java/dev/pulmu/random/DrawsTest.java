package dev.pulmu.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers at one address were computed by a second implementation, in Python's integers. */
class DrawsTest {
  private static final Draws AN_ADDRESS =
      new Draws(0x0123456789abcdefL, Use.DROPOUT, 5, 0x1_0000_0007L);

  @Test
  void wordsAreThoseOfTheAddress() {
    int[] words = new int[8];
    AN_ADDRESS.words(words);
    assertThat(words)
        .containsExactly(
            0xc08e871e,
            0x885888c4,
            0x168f8977,
            0xc3adef3e,
            0x91741cbd,
            0x0a8cf0b5,
            0x344dc555,
            0x72ad2676);
  }

  @Test
  void uniformsAreThoseOfTheAddress() {
    double[] uniforms = new double[4];
    AN_ADDRESS.uniforms(uniforms);
    assertThat(uniforms)
        .containsExactly(
            0.7521748017828448, 0.08812770055708763, 0.568177982475891, 0.20431168876773542);
  }

  @Test
  void normalsAreThoseOfTheAddress() {
    double[] normals = new double[4];
    AN_ADDRESS.normals(normals);
    double[] expected = {1.42075282502393, 0.8783647674282477, 0.3669369790534183, 1.242916247222987
    };
    assertThat(normals).containsExactly(expected, within(1e-15));
  }

  @Test
  void aShuffleIsThatOfTheAddress() {
    int[] values = {0, 1, 2, 3, 4, 5, 6, 7};
    AN_ADDRESS.shuffle(values);
    assertThat(values).containsExactly(0, 3, 6, 2, 1, 7, 5, 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9})
  void anElementIsTheSameWhateverTheLengthOfTheArray(int length) {
    int[] words = new int[length];
    int[] moreWords = new int[12];
    AN_ADDRESS.words(words);
    AN_ADDRESS.words(moreWords);
    assertThat(words).isEqualTo(Arrays.copyOf(moreWords, length));

    double[] normals = new double[length];
    double[] moreNormals = new double[12];
    AN_ADDRESS.normals(normals);
    AN_ADDRESS.normals(moreNormals);
    assertThat(normals).isEqualTo(Arrays.copyOf(moreNormals, length));

    double[] uniforms = new double[length];
    double[] moreUniforms = new double[12];
    AN_ADDRESS.uniforms(uniforms);
    AN_ADDRESS.uniforms(moreUniforms);
    assertThat(uniforms).isEqualTo(Arrays.copyOf(moreUniforms, length));
  }

  @Test
  void normalsHaveTheMomentsAndTailsOfTheNormalDistribution() {
    int n = 1_000_000;
    double[] normals = new double[n];
    new Draws(1, Use.INITIAL_WEIGHTS, 0, 0).normals(normals);
    double mean = Arrays.stream(normals).average().orElseThrow();
    double variance = Arrays.stream(normals).map(x -> x * x).average().orElseThrow();
    double product = IntStream.range(0, n / 2)
        .mapToDouble(i -> normals[2 * i] * normals[2 * i + 1])
        .sum();
    long beyondThree = Arrays.stream(normals).filter(x -> Math.abs(x) > 3).count();

    // four standard errors: 1/√n, √(2/n), √(n/2); the tail is n·erfc(3/√2) = 2,700 ± √2,700
    assertThat(mean).isCloseTo(0, within(4e-3));
    assertThat(variance).isCloseTo(1, within(4 * Math.sqrt(2.0 / n)));
    assertThat(product).isCloseTo(0, within(4 * Math.sqrt(n / 2.0)));
    assertThat(beyondThree).isBetween(2_700L - 208, 2_700L + 208);
  }

  @Test
  void uniformsFillTheirRangeEvenlyAndStayBelowOne() {
    int n = 100_000;
    double[] uniforms = new double[n];
    new Draws(2, Use.DROPOUT, 0, 0).uniforms(uniforms);
    int[] counts = new int[10];
    for (double uniform : uniforms) {
      assertThat(uniform).isGreaterThanOrEqualTo(0).isLessThan(1);
      counts[(int) (uniform * 10)]++;
    }
    // the 99.9 % point of chi-square with 9 degrees of freedom
    assertThat(chiSquare(counts, n / 10.0)).isLessThan(27.88);
  }

  @Test
  void everyOrderOfFourIsEquallyLikely() {
    int draws = 24_000;
    Map<String, Integer> orders = new HashMap<>();
    for (int step = 0; step < draws; step++) {
      int[] values = {0, 1, 2, 3};
      new Draws(3, Use.SHUFFLE, 0, step).shuffle(values);
      orders.merge(Arrays.toString(values), 1, Integer::sum);
    }
    assertThat(orders).hasSize(24);
    // the 99.9 % point of chi-square with 23 degrees of freedom
    int[] counts = orders.values().stream().mapToInt(Integer::intValue).toArray();
    assertThat(chiSquare(counts, draws / 24.0)).isLessThan(49.73);
  }

  @Test
  void wholeNumbersBelowABoundAreEvenlySpread() {
    int[] drawn = new int[70_000];
    new Draws(5, Use.SAMPLE, 0, 1).below(7, drawn);
    int[] counts = new int[7];
    for (int number : drawn) {
      counts[number]++;
    }
    // the 99.9 % point of chi-square with 6 degrees of freedom
    assertThat(chiSquare(counts, 10_000)).isLessThan(22.46);
  }

  @Test
  void aWholeNumberIsThePartOfTheBoundThatTheUniformNumberIsOfOne() {
    int[] drawn = new int[9];
    double[] uniforms = new double[9];
    AN_ADDRESS.below(1000, drawn);
    AN_ADDRESS.uniforms(uniforms);
    for (int i = 0; i < drawn.length; i++) {
      assertThat(drawn[i]).isEqualTo((int) (1000 * uniforms[i]));
    }
  }

  @Test
  void aShuffleLosesAndDoublesNothing() {
    int[] values = IntStream.range(0, 60_000).toArray();
    new Draws(4, Use.SHUFFLE, 0, 1).shuffle(values);
    assertThat(values).isNotEqualTo(IntStream.range(0, 60_000).toArray());
    Arrays.sort(values);
    assertThat(values).isEqualTo(IntStream.range(0, 60_000).toArray());
  }

  @Test
  void everyPartOfTheAddressChangesTheBits() {
    Set<Integer> firstWords = new HashSet<>();
    Draws[] addresses = {
      new Draws(0, Use.INITIAL_WEIGHTS, 0, 0),
      new Draws(1, Use.INITIAL_WEIGHTS, 0, 0),
      new Draws(1L << 32, Use.INITIAL_WEIGHTS, 0, 0),
      new Draws(0, Use.SHUFFLE, 0, 0),
      new Draws(0, Use.DROPOUT, 0, 0),
      new Draws(0, Use.VALIDATION_SPLIT, 0, 0),
      new Draws(0, Use.SYNTHETIC_DIGITS, 0, 0),
      new Draws(0, Use.INITIAL_WEIGHTS, 1, 0),
      new Draws(0, Use.INITIAL_WEIGHTS, (1 << 24) - 1, 0),
      new Draws(0, Use.INITIAL_WEIGHTS, 0, 1),
      new Draws(0, Use.INITIAL_WEIGHTS, 0, 1L << 32)
    };
    for (Draws address : addresses) {
      int[] words = new int[1];
      address.words(words);
      firstWords.add(words[0]);
    }
    assertThat(firstWords).hasSize(addresses.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8})
  void wordsFromAnElementOnAreThoseOfTheWhole(int first) {
    int[] whole = new int[16];
    AN_ADDRESS.words(whole);
    for (int length : new int[] {0, 1, 2, 3, 4, 5, 8}) {
      int[] part = new int[length];
      AN_ADDRESS.words(first, part);
      assertThat(part).isEqualTo(Arrays.copyOfRange(whole, first, first + length));

      for (int from = 0; from < 5; from++) {
        int[] wider = new int[from + length + 1];
        AN_ADDRESS.words(first, wider, from, from + length);
        int[] expected = new int[wider.length];
        System.arraycopy(whole, first, expected, from, length);
        assertThat(wider).isEqualTo(expected);
      }
    }
  }

  @Test
  void aPartThatTheArrayDoesNotHaveIsRefused() {
    int[] four = new int[4];
    assertThatThrownBy(() -> AN_ADDRESS.words(0, four, 1, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(four).containsOnly(0);
  }

  @Test
  void wordsGoOnBeyondWhatAnArrayHolds() {
    int[] last = new int[2];
    AN_ADDRESS.words((1L << 34) - 2, last);
    int[] first = new int[2];
    AN_ADDRESS.words(first);
    assertThat(last).isNotEqualTo(first);
    assertThatThrownBy(() -> AN_ADDRESS.words((1L << 34) - 1, last))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("elements 17179869183..17179869184 are not in 0..17179869183");
    assertThatThrownBy(() -> AN_ADDRESS.words(-1, last))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("elements -1..0 are not in 0..17179869183");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1 << 24})
  void aTensorIndexThatWouldRunIntoTheUseIsRefused(int tensor) {
    assertThatThrownBy(() -> new Draws(0, Use.DROPOUT, tensor, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor index " + tensor + " is not in 0..16777215");
  }

  private static double chiSquare(int[] counts, double expected) {
    return Arrays.stream(counts)
        .mapToDouble(count -> (count - expected) * (count - expected) / expected)
        .sum();
  }
}
