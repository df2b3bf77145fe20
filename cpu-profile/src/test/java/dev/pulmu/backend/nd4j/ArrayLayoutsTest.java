package dev.pulmu.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.datasets.nd4j.Iterators;
import dev.pulmu.layout.NetworkPlan;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import dev.pulmu.model.Normalisation;
import dev.pulmu.model.Provenance;
import dev.pulmu.network.Loss;
import dev.pulmu.network.Network;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.ViewIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Arrays of all types and however they lie in memory, whose numbers ND4J's own ways out of it do
 * not all get right: they give the numbers of a plain array, whose loops are written here.
 */
class ArrayLayoutsTest {
  private static final int ROWS = 5;
  private static final int COLUMNS = 3;
  private static final INDArrayIndex ALL = NDArrayIndex.all();

  private static final List<DataType> TYPES = List.of(
      DataType.FLOAT,
      DataType.DOUBLE,
      DataType.UINT8,
      DataType.INT8,
      DataType.INT16,
      DataType.INT32,
      DataType.INT64,
      DataType.FLOAT16,
      DataType.BFLOAT16);

  /** Makes an array with the numbers of a plain one, but laid out in another way. */
  private enum Layout {
    PLAIN(array -> array),
    FORTRAN(array -> array.dup('f')),
    TRANSPOSED(array -> array.transpose().dup('c').transpose()),
    ROWS_OF_A_LARGER_ONE(array -> {
      INDArray larger = larger(array, ROWS + 4, COLUMNS);
      INDArray view = larger.get(NDArrayIndex.interval(2, 2 + ROWS), ALL);
      return view.assign(array);
    }),
    EVERY_SECOND_ROW(array -> {
      INDArray larger = larger(array, 2 * ROWS, COLUMNS);
      return larger.get(NDArrayIndex.interval(1, 2, 2 * ROWS), ALL).assign(array);
    }),
    COLUMNS_OF_A_LARGER_ONE(array -> {
      INDArray larger = larger(array, ROWS, COLUMNS + 4);
      return larger.get(ALL, NDArrayIndex.interval(3, 3 + COLUMNS)).assign(array);
    }),
    EVERY_SECOND_COLUMN_OF_A_FORTRAN_ONE(array -> {
      INDArray larger = larger(array, ROWS, 2 * COLUMNS).dup('f');
      return larger.get(ALL, NDArrayIndex.interval(0, 2, 2 * COLUMNS)).assign(array);
    });

    private final UnaryOperator<INDArray> make;

    Layout(UnaryOperator<INDArray> make) {
      this.make = make;
    }

    private static INDArray larger(INDArray array, int rows, int columns) {
      return Nd4j.ones(array.dataType(), rows, columns).muli(77);
    }
  }

  static Stream<Arguments> typesAndLayouts() {
    return TYPES.stream()
        .flatMap(type -> Arrays.stream(Layout.values()).map(layout -> Arguments.of(type, layout)));
  }

  /** {@code 10 row + column}. */
  private static INDArray array(DataType type, Layout layout) {
    int[][] numbers = new int[ROWS][COLUMNS];
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        numbers[row][column] = 10 * row + column;
      }
    }
    INDArray array = layout.make.apply(Nd4j.createFromArray(numbers).castTo(type));
    assertThat(array.dataType()).isEqualTo(type);
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        assertThat(array.getDouble(row, column)).isEqualTo(numbers[row][column]);
      }
    }
    return array;
  }

  private static float[] expected() {
    float[] values = new float[ROWS * COLUMNS];
    for (int i = 0; i < values.length; i++) {
      values[i] = 10 * (i / COLUMNS) + i % COLUMNS;
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("typesAndLayouts")
  void anIteratorsArraysAreReadAsTheyAre(DataType type, Layout layout) {
    INDArray array = array(type, layout);

    Dataset data = dataset(array, array);

    assertThat(values(data.features())).isEqualTo(expected());
    assertThat(data.features() instanceof Features.Bytes).isEqualTo(type == DataType.UINT8);
    assertThat(((Targets.Values) data.targets()).values()).isEqualTo(expected());
  }

  /** {@code 50 sample + 10 row + column}, as pictures with their colours last have it. */
  @ParameterizedTest
  @MethodSource("types")
  void samplesOfMoreDimensionsAreFlattenedRowAfterRow(DataType type) {
    INDArray last = Nd4j.create(type, 3, 2, 1, 2); // rows, columns, colours, samples
    INDArray turned = last.permute(3, 0, 1, 2);
    float[] expected = new float[12];
    for (int sample = 0; sample < 2; sample++) {
      for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 2; column++) {
          int number = 50 * sample + 10 * row + column;
          turned.putScalar(new int[] {sample, row, column, 0}, number);
          expected[6 * sample + 2 * row + column] = number;
        }
      }
    }
    INDArray answers = Nd4j.createFromArray(new float[][] {{1}, {2}});

    assertThat(values(dataset(turned, answers).features())).isEqualTo(expected);
    INDArray three = turned.get(ALL, ALL, ALL, NDArrayIndex.point(0));
    assertThat(three.rank()).isEqualTo(3);
    assertThat(values(dataset(three, answers).features())).isEqualTo(expected);
  }

  static List<DataType> types() {
    return TYPES;
  }

  /** A network whose two outputs are 1, 100 and 10,000 times a row's numbers, and their sum. */
  @ParameterizedTest
  @MethodSource("typesAndLayouts")
  void predictionsAreThoseOfThePlainArray(DataType type, Layout layout) {
    INDArray features = array(type, layout);
    INDArray predicted;
    try (Nd4jInference inference = new Nd4jInference(model(1, 1, 100, 1, 10_000, 1, 0, 0))) {
      predicted = inference.predict(features);
    }

    assertThat(predicted.shape()).containsExactly(ROWS, 2);
    for (int row = 0; row < ROWS; row++) {
      int first = 10 * row;
      assertThat(predicted.getDouble(row, 0))
          .isEqualTo(first + 100 * (first + 1) + 10_000 * (first + 2));
      assertThat(predicted.getDouble(row, 1)).isEqualTo(3 * first + 3);
    }
  }

  private static Dataset dataset(INDArray features, INDArray targets) {
    int rows = (int) features.size(0);
    return Iterators.dataset("toy", new ViewIterator(new DataSet(features, targets), rows));
  }

  private static float[] values(Features features) {
    if (features instanceof Features.Floats floats) {
      return floats.values();
    }
    byte[] bytes = ((Features.Bytes) features).values();
    float[] values = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = bytes[i] & 0xFF;
    }
    return values;
  }

  private static Model model(float... values) {
    Network network = Network.parse("3: dense(2)", Loss.parse("mean-squared-error"));
    State state = State.initial(NetworkPlan.of(network), 0);
    System.arraycopy(values, 0, state.values(), 0, values.length);
    return new Model(
        state,
        List.of(),
        new Normalisation(1, 0),
        new Provenance("none", "none", "", "unknown", 0, "", OptionalDouble.empty()));
  }
}
