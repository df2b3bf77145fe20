package dev.pulmu.backend.cpu;

import static dev.pulmu.kernels.Panels.WIDTH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulmu.backend.cpu.Replicated.Kind;
import dev.pulmu.kernels.Panels;
import dev.pulmu.kernels.Places;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies of a matrix that each worker makes a part of. */
class ReplicatedTest {
  @ParameterizedTest
  @CsvSource({"7, 2, 100", "7, 3, 100", "1, 3, 100", "2, 5, 33", "9, 4, 1"})
  void behindABarrierEveryWorkerHasWhatTheOthersPosted(int panels, int workers, int rows) {
    Panels shape = new Panels(rows, panels * WIDTH);
    for (Cut cut : new Cut[] {Cut.byPanels(panels, workers), Cut.byRows(panels, workers)}) {
      Replicated matrix = Replicated.of(Arena.making(), shape, cut, Kind.POSTED);
      for (int worker = 0; worker < workers; worker++) {
        fill(matrix, shape, cut, worker, rows);
        matrix.post(worker, rows);
      }
      for (int worker = 0; worker < workers; worker++) {
        matrix.fetch(worker, rows);
        isWhole(matrix.of(worker), shape, rows);
      }
    }
  }

  @Test
  void partsThatNobodyWantsStayWithTheirWorkersUntilTheTeamIsDone() {
    Panels shape = new Panels(20, 64);
    Cut cut = Cut.byPanels(4, 2);
    Replicated matrix = Replicated.of(Arena.making(), shape, cut, Kind.PARTS);
    fill(matrix, shape, cut, 0, 20);
    fill(matrix, shape, cut, 1, 20);
    matrix.post(1, 20);
    matrix.fetch(0, 20);

    assertThat(matrix.of(0)[shape.at(0, 32)]).isZero();
    isWhole(matrix.whole(20), shape, 20);
  }

  @Test
  void aLargeMatrixAndThoseOfOneWorkerOrVeryManyAreOneArray() {
    Panels large = new Panels(1024, 1024);
    Replicated shared = Replicated.of(Arena.making(), large, Cut.byPanels(64, 2), Kind.POSTED);
    assertThat(shared.of(0)).isSameAs(shared.of(1)).hasSize(large.size());
    assertThat(numbers(large, 2, Kind.POSTED)).isEqualTo(large.size());

    Panels small = new Panels(8, 16);
    assertThat(numbers(small, 1, Kind.POSTED)).isEqualTo(small.size());
    assertThat(numbers(small, 2, Kind.SHARED)).isEqualTo(small.size());
    assertThat(numbers(small, 1024, Kind.PARTS)).isEqualTo(small.size());
    assertThat(numbers(small, 2, Kind.POSTED)).isEqualTo(3L * (small.size() + Places.ROOM));
  }

  /** Numbers of all arrays of a matrix. */
  private static long numbers(Panels shape, int workers, Kind kind) {
    Arena arena = Arena.counting();
    Replicated.of(arena, shape, Cut.byPanels(shape.count(), workers), kind);
    return arena.bytes() / Float.BYTES;
  }

  /** Puts its own place into each number of a worker's part, as the matrix has them. */
  private static void fill(Replicated matrix, Panels shape, Cut cut, int worker, int rows) {
    for (int row = cut.row(worker, rows); row < cut.rowEnd(worker, rows); row++) {
      for (int j = cut.panel(worker) * WIDTH; j < cut.panelEnd(worker) * WIDTH; j++) {
        matrix.of(worker)[shape.at(row, j)] = 1 + row * 1000 + j;
      }
    }
  }

  private static void isWhole(float[] came, Panels shape, int rows) {
    float[] wanted = new float[shape.size()];
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < shape.columns(); j++) {
        wanted[shape.at(row, j)] = 1 + row * 1000 + j;
      }
    }
    assertThat(Arrays.copyOf(came, shape.size())).isEqualTo(wanted);
  }
}
