package dev.pulmu.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation against loops in double precision; what none may write stays as it was. */
class KernelsTest {
  private static final int[] ROWS = {1, 2, 3, 5, 8, 12, 100};
  private static final int[] DEPTHS = {1, 15, 16, 17, 100, 784};
  private static final double ULP = 0x1p-23;

  private final SplittableRandom random = new SplittableRandom(1);

  static Stream<Kernels> kernels() {
    return Stream.of(new PlainKernels(), new VectorKernels());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void rowsAddTheProduct(Kernels kernels) {
    for (int rows : ROWS) {
      for (int k : DEPTHS) {
        for (int panels = 1; panels <= 3; panels++) {
          Area a = area(rows, (k + 15) / 16);
          Area b = area(k, panels);
          Area c = area(rows, panels);
          kernels.rows(
              a.values, a.at, a.next, b.values, b.at, b.next, k, c.values, c.at, c.next, rows,
              panels);
          for (int j = 0; j < panels * 16; j++) {
            for (int r = 0; r < rows; r++) {
              double sum = 0;
              double size = 0;
              for (int i = 0; i < k; i++) {
                sum += a.was(r, i) * b.was(i, j);
                size += Math.abs(a.was(r, i) * b.was(i, j));
              }
              c.is(r, j, sum, k * ULP * size);
            }
            upToFour(c, rows, j);
          }
          untouched(a, b, c);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void oneRowHasTheBitsOfRowsAndTouchesNothingElse(Kernels kernels) {
    for (int k : DEPTHS) {
      for (int panels = 1; panels <= 9; panels++) {
        Area a = area(1, (k + 15) / 16);
        Area b = area(k, panels);
        Area c = area(1, panels);
        float[] row = new float[k];
        for (int i = 0; i < k; i++) {
          row[i] = (float) a.was(0, i);
        }
        float[] sums = new float[7 + panels * 16 + 1];
        Arrays.fill(sums, Float.NaN);
        kernels.row(row, 0, b.values, b.at, b.next, k, sums, 7, panels);
        for (int panel = 0; panel < panels; panel++) {
          kernels.rows(
              a.values,
              a.at,
              a.next,
              b.values,
              b.at + panel * b.next,
              b.next,
              k,
              c.values,
              c.at + panel * c.next,
              c.next,
              1,
              1);
        }
        for (int j = 0; j < panels * 16; j++) {
          assertThat(sums[7 + j]).isEqualTo(c.now(0, j));
        }
        assertThat(sums[6]).isNaN();
        assertThat(sums[7 + panels * 16]).isNaN();
        untouched(b);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void columnsAreTheProductWithTheTranspose(Kernels kernels) {
    for (int columns : new int[] {1, 2, 3, 4, 5, 8, 9, 12, 13, 16}) {
      for (int k : DEPTHS) {
        for (int panels = 1; panels <= 3; panels++) {
          Area a = area(k, 1);
          Area b = area(k, panels);
          Area c = area(16, panels);
          kernels.columns(
              a.values, a.at, b.values, b.at, b.next, k, c.values, c.at, c.next, columns, panels);
          for (int j = 0; j < panels * 16; j++) {
            for (int i = 0; i < columns; i++) {
              double sum = 0;
              double size = 0;
              for (int r = 0; r < k; r++) {
                sum += a.was(r, i) * b.was(r, j);
                size += Math.abs(a.was(r, i) * b.was(r, j));
              }
              c.is(i, j, sum, k * ULP * size);
            }
            upToFour(c, columns, j);
          }
          untouched(a, b, c);
        }
      }
    }
  }

  @Test
  void transposeMakesRowsColumns() {
    for (int rows : new int[] {1, 3, 15, 16}) {
      for (int columns : new int[] {1, 4, 15, 16}) {
        Area from = area(16, 1);
        Area to = area(columns, 1);
        Panels.transpose(from.values, from.at, rows, columns, to.values, to.at);
        for (int column = 0; column < columns; column++) {
          for (int row = 0; row < 16; row++) {
            to.is(column, row, row < rows ? from.was(row, column) : 0, 0);
          }
        }
        untouched(from, to);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void convertScalesBytesWithoutSign(Kernels kernels) {
    byte[] bytes = new byte[7 + 16 * 16];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 37); // all values, mixed
    }
    for (int panels : new int[] {0, 1, 2, 3, 16}) {
      Area c = area(3, 16);
      kernels.convert(bytes, 7, panels, 1 / 127f, -0.25f, c.values, c.at + 16, c.next);
      for (int j = 0; j < panels * 16; j++) {
        c.is(1, j, (bytes[7 + j] & 255) * (double) (1 / 127f) - 0.25, 4 * ULP);
      }
      untouched(c);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void convertScalesNumbers(Kernels kernels) {
    for (int panels : new int[] {0, 1, 2, 3, 16}) {
      float[] numbers = new float[7 + panels * 16];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) random.nextGaussian();
      }
      Area c = area(3, 16);
      kernels.convert(numbers, 7, panels, 3.7f, -0.25f, c.values, c.at + 16, c.next);
      for (int j = 0; j < panels * 16; j++) {
        c.is(1, j, numbers[7 + j] * 3.7f - 0.25f, 0); // rounded twice
      }
      untouched(c);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void sweepsOverElements(Kernels kernels) {
    for (int rows : ROWS) {
      Area u = area(rows, 1);
      Area other = area(rows, 1);
      Area sum = area(rows, 1);
      kernels.add(u.values, u.at, other.values, other.at, rows, sum.values, sum.at);
      each(rows, (r, j) -> sum.is(r, j, u.was(r, j) + other.was(r, j), 8 * ULP));
      untouched(u, other, sum);

      Area v = area(rows, 1);
      Area vector = area(1, 1);
      kernels.addVector(v.values, v.at, rows, vector.values, vector.at);
      each(rows, (r, j) -> v.is(r, j, v.was(r, j) + vector.was(0, j), 8 * ULP));
      untouched(v, vector);

      Area n = area(rows, 1);
      Area mean = area(1, 1);
      Area scale = area(1, 1);
      kernels.normalise(n.values, n.at, rows, mean.values, scale.values, mean.at);
      each(rows, (r, j) -> n.is(r, j, (n.was(r, j) - mean.was(0, j)) * scale.was(0, j), 64 * ULP));
      untouched(n, mean, scale);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void scaleIsAffineAndCutIfAskedFor(Kernels kernels) {
    for (int rows : ROWS) {
      for (boolean relu : new boolean[] {false, true}) {
        Area x = area(rows, 1);
        Area gamma = area(1, 1);
        Area beta = area(1, 1);
        Area z = area(rows, 1);
        kernels.scale(
            x.values,
            x.at,
            rows,
            gamma.values,
            gamma.at,
            beta.values,
            beta.at,
            z.values,
            z.at,
            relu);
        each(rows, (r, j) -> {
          double value = x.was(r, j) * gamma.was(0, j) + beta.was(0, j);
          z.is(r, j, relu ? Math.max(0, value) : value, 16 * ULP);
        });
        untouched(x, gamma, beta, z);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void reluAndItsSlopeCutAtZeroAndKeepWhatIsNoNumber(Kernels kernels) {
    for (int rows : ROWS) {
      Area z = area(rows, 1);
      z.put(0, 3, Float.NaN);
      z.put(0, 4, -0f);
      z.put(0, 5, Float.NEGATIVE_INFINITY);
      z.put(0, 6, Float.POSITIVE_INFINITY);
      z.put(0, 7, Float.MIN_VALUE);
      Area y = area(rows, 1);
      Area d = area(rows, 1);
      kernels.relu(z.values, z.at, rows, y.values, y.at);
      kernels.reluSlope(z.values, z.at, rows, d.values, d.at);
      each(rows, (r, j) -> {
        boolean cut = z.was(r, j) <= 0;
        y.is(r, j, cut ? 0 : z.was(r, j), 0);
        d.is(r, j, cut ? 0 : d.was(r, j), 0);
      });
      untouched(z, y, d);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void sumsOverRows(Kernels kernels) {
    for (int rows : ROWS) {
      Area u = area(rows, 1);
      Area x = area(rows, 1);
      Area out = area(1, 1);
      Area dBeta = area(1, 1);
      Area dGamma = area(1, 1);
      kernels.sum(u.values, u.at, rows, out.values, out.at);
      kernels.normSums(
          u.values, u.at, x.values, x.at, rows, dBeta.values, dBeta.at, dGamma.values, dGamma.at);
      for (int j = 0; j < 16; j++) {
        double sum = 0;
        double products = 0;
        for (int r = 0; r < rows; r++) {
          sum += u.was(r, j);
          products += u.was(r, j) * x.was(r, j);
        }
        out.is(0, j, sum, 4 * rows * ULP);
        dBeta.is(0, j, sum, 4 * rows * ULP);
        dGamma.is(0, j, products, 8 * rows * ULP);
      }
      untouched(u, x, out, dBeta, dGamma);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void statisticsHoldFarFromZero(Kernels kernels) {
    for (int rows : ROWS) {
      for (float offset : new float[] {0, 1000}) {
        Area u = area(rows, 1);
        each(rows, (r, j) -> u.put(r, j, u.now(r, j) + offset));
        Area mean = area(1, 1);
        Area variance = area(1, 1);
        kernels.statistics(u.values, u.at, rows, mean.values, variance.values, mean.at);
        for (int j = 0; j < 16; j++) {
          double sum = 0;
          double squares = 0;
          for (int r = 0; r < rows; r++) {
            sum += u.was(r, j);
          }
          for (int r = 0; r < rows; r++) {
            squares += (u.was(r, j) - sum / rows) * (u.was(r, j) - sum / rows);
          }
          double ulp = Math.ulp(offset + 4);
          mean.is(0, j, sum / rows, 2 * ulp);
          variance.is(0, j, squares / rows, 4 * ulp * ulp + 64 * ULP * squares / rows);
        }
        untouched(u, mean, variance);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void normSlopeTakesMeanAndShareOfTheInputAway(Kernels kernels) {
    for (int rows : ROWS) {
      Area d = area(rows, 1);
      Area x = area(rows, 1);
      Area dBeta = area(1, 1);
      Area dGamma = area(1, 1);
      Area factor = area(1, 1);
      kernels.normSlope(
          d.values,
          d.at,
          x.values,
          x.at,
          rows,
          dBeta.values,
          dBeta.at,
          dGamma.values,
          dGamma.at,
          factor.values,
          factor.at);
      each(rows, (r, j) -> {
        double inner = d.was(r, j) - dBeta.was(0, j) / rows - x.was(r, j) * dGamma.was(0, j) / rows;
        d.is(r, j, factor.was(0, j) * inner, 128 * ULP);
      });
      untouched(d, x, dBeta, dGamma, factor);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void exponentialsOfARowOfPanels(Kernels kernels) {
    for (int columns : new int[] {1, 4, 7, 8, 10, 15, 16, 17, 33, 100}) {
      Area x = area(3, (columns + 15) / 16);
      Area to = area(3, (columns + 15) / 16);
      kernels.exponentials(x.values, x.at + 16, x.next, columns, 2, to.values);
      for (int j = 0; j < (columns + 15) / 16 * 16; j++) {
        double wanted = Math.exp((float) (x.was(1, j) - 2));
        to.is(1, j, j < columns ? wanted : 0, 2 * ULP * wanted);
      }
      untouched(x, to);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void finiteFindsEveryNumberThatIsNotOne(Kernels kernels) {
    for (int length : new int[] {0, 1, 7, 16, 31, 32, 33, 100}) {
      for (int at = 0; at < length + 2; at++) {
        for (float bad :
            new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
          float[] values = new float[length + 2];
          Arrays.fill(values, -Float.MAX_VALUE);
          values[at] = bad;
          boolean inside = at >= 1 && at <= length;
          assertThat(kernels.finite(values, 1, length + 1))
              .as("%s at %d of %d", bad, at, length)
              .isEqualTo(!inside);
        }
      }
    }
  }

  private interface Place {
    void at(int row, int column);
  }

  private static void each(int rows, Place place) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < 16; column++) {
        place.at(row, column);
      }
    }
  }

  private static void upToFour(Area area, int rows, int column) {
    for (int row = rows; row % 4 != 0; row++) {
      area.mayBeAnything(row, column);
    }
  }

  private Area area(int rows, int panels) {
    return new Area(random, rows, panels);
  }

  private static void untouched(Area... areas) {
    for (Area area : areas) {
      area.restIsAsItWas();
    }
  }
}
