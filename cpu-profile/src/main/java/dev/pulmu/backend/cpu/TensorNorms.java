package dev.pulmu.backend.cpu;

import static dev.pulmu.kernels.Panels.WIDTH;

import dev.pulmu.kernels.Panels;
import dev.pulmu.kernels.Places.Part;
import dev.pulmu.kernels.Places.Place;
import dev.pulmu.layout.Block;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes the norms that a rule wants of each tensor, and moves the tensors, both piece by piece. The
 * sum of squares of a tensor is that of its pieces in their order, so that no bit depends on which
 * worker takes which piece. Padding does not count.
 */
final class TensorNorms {
  /**
   * Elements of one tensor that lie together.
   *
   * @param tensor which one, counted among those that move
   * @param columns how many of each {@link Panels#WIDTH} elements are no padding
   */
  record Piece(int tensor, int from, int to, int columns) {}

  /**
   * A worker's own arrays.
   *
   * @param k what {@link ElementRule#host} is told
   * @param w the weights of a piece without padding; gradient and slots likewise
   * @param of what the norms are of
   */
  private record Room(float[] k, float[] w, float[] g, float[][] slots, float[][] of) {}

  private final Parameters parameters;
  private final ElementRule rule;
  private final int norms;
  private final int perStep;
  private final Piece[] pieces;

  /** By tensor, its first piece; and at the end the number of all. */
  private final int[] firstPiece;

  /** By piece and norm. */
  private final double[][] squares;

  private final Room[] rooms;

  TensorNorms(Parameters parameters, Plan plan, int workers, int pieceSize) {
    this.parameters = parameters;
    this.rule = plan.update().rule();
    this.norms = rule.norms();
    this.perStep = rule.perStep().size();
    List<Piece> all = new ArrayList<>();
    List<Integer> first = new ArrayList<>();
    for (Block block : plan.blocks()) {
      if (plan.isFrozen(block)) {
        continue;
      }
      Place place = parameters.place(block);
      int outputs = block.outputs();
      first.add(all.size());
      for (Part part : place.parts()) {
        for (int panel = 0; panel < Panels.count(outputs); panel++) {
          int from = part.at(part.inputPanel(), panel);
          int to = part.end(part.inputPanelEnd(), panel);
          int columns = part.shape().width(panel);
          cut(first.size() - 1, from, to, columns, pieceSize, all);
        }
      }
      for (int vector = place.vectors(); vector <= place.shift(); vector += place.length()) {
        first.add(all.size());
        cut(first.size() - 1, vector, vector + outputs, WIDTH, pieceSize, all);
      }
    }
    first.add(all.size());
    this.pieces = all.toArray(Piece[]::new);
    this.firstPiece = first.stream().mapToInt(i -> i).toArray();
    this.squares = new double[pieces.length][norms];
    int slots = rule.slots().size();
    this.rooms = new Room[workers];
    Arrays.setAll(
        rooms,
        worker -> new Room(
            new float[perStep + norms + 1],
            new float[pieceSize],
            new float[pieceSize],
            new float[slots][pieceSize],
            new float[norms][pieceSize]));
    measure(rooms[0], 0); // a rule that cannot says so now and not at its first step
  }

  private void measure(Room room, int count) {
    rule.measure(room.w, room.g, room.slots, room.k, room.of, 0, count);
  }

  private static void cut(
      int tensor, int from, int to, int columns, int pieceSize, List<Piece> pieces) {
    for (int at = from; at < to; at += pieceSize) {
      pieces.add(new Piece(tensor, at, Math.min(at + pieceSize, to), columns));
    }
  }

  /** How many pieces there are, to be shared among workers. */
  int count() {
    return pieces.length;
  }

  Piece piece(int i) {
    return pieces[i];
  }

  /** Sums the squares of a piece whose gradient is final. */
  void measure(int worker, int i, Step step) {
    Piece piece = pieces[i];
    Room room = rooms[worker];
    tell(room.k, piece, step);
    int count = gather(parameters.values, piece, room.w);
    gather(parameters.gradient, piece, room.g);
    for (int slot = 0; slot < room.slots.length; slot++) {
      gather(parameters.slots[slot], piece, room.slots[slot]);
    }
    measure(room, count);
    for (int norm = 0; norm < norms; norm++) {
      squares[i][norm] = squares(room.of[norm], count);
    }
  }

  /** Copies all of a piece but its padding, and says how many numbers that is. */
  private static int gather(float[] from, Piece piece, float[] to) {
    if (piece.columns == WIDTH) {
      System.arraycopy(from, piece.from, to, 0, piece.to - piece.from);
      return piece.to - piece.from;
    }
    int count = 0;
    for (int row = piece.from; row < piece.to; row += WIDTH) {
      for (int i = row; i < row + piece.columns; i++) {
        to[count++] = from[i];
      }
    }
    return count;
  }

  /** Of four sums, since each number waits for the one before in its sum. */
  private static double squares(float[] x, int count) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      first += (double) x[i] * x[i];
      second += (double) x[i + 1] * x[i + 1];
      third += (double) x[i + 2] * x[i + 2];
      fourth += (double) x[i + 3] * x[i + 3];
    }
    for (; i < count; i++) {
      first += (double) x[i] * x[i];
    }
    return first + second + (third + fourth);
  }

  /**
   * Moves a piece, once all are measured.
   *
   * @param first whether it is the first one of this worker, who then takes the next ones in order
   */
  void move(int worker, int i, boolean first, Step step) {
    Piece piece = pieces[i];
    float[] k = rooms[worker].k;
    if (first || pieces[i - 1].tensor != piece.tensor) {
      tell(k, piece, step);
      for (int norm = 0; norm < norms; norm++) {
        k[perStep + norm] = norm(piece.tensor, norm);
      }
    }
    rule.host(parameters.values, parameters.gradient, parameters.slots, k, piece.from, piece.to);
  }

  private void tell(float[] k, Piece piece, Step step) {
    System.arraycopy(step.numbers().rule(), 0, k, 0, perStep);
    k[perStep + norms] = piece.from < parameters.vectors() ? 1 : 0;
  }

  private float norm(int tensor, int norm) {
    double sum = 0;
    for (int i = firstPiece[tensor]; i < firstPiece[tensor + 1]; i++) {
      sum += squares[i][norm];
    }
    return (float) Math.sqrt(sum);
  }
}
