package dev.pulmu.backend.cpu;

import dev.pulmu.backend.cpu.TensorNorms.Piece;
import dev.pulmu.kernels.Kernels;
import dev.pulmu.kernels.Panels;
import dev.pulmu.kernels.Places.Part;
import dev.pulmu.kernels.Places.Place;
import dev.pulmu.layout.Block;
import dev.pulmu.layout.Range;
import dev.pulmu.optimizer.Update;
import dev.pulmu.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Moves the parameters of a step, in one pass over pieces that are in the first-level cache:
 * penalties, the check that all is finite, clipping, decay, the rule, the moving average.
 */
final class WeightUpdate {
  /** Elements of a piece: of Adam's four arrays, 16 KiB. */
  private static final int PIECE = 1024;

  /** Workers' flags lie this far apart, in different cache lines. */
  private static final int APART = 16;

  private final Kernels kernels;
  private final Parameters parameters;
  private final Update update;
  private final int vectors;
  private final Range[] weightPieces;
  private final Range[] vectorPieces;
  private final Range[] frozenPieces;
  private final TensorNorms norms; // null where the rule takes none
  private final double[] squares;
  private final long[] bad; // 1 + the number of a step

  WeightUpdate(Kernels kernels, Parameters parameters, Plan plan, int workers) {
    this.kernels = kernels;
    this.parameters = parameters;
    this.update = plan.update();
    this.vectors = parameters.vectors();
    this.norms =
        update.rule().norms() == 0 ? null : new TensorNorms(parameters, plan, workers, PIECE);
    List<Range> weights = new ArrayList<>();
    List<Range> ofVectors = new ArrayList<>();
    List<Range> frozen = new ArrayList<>();
    for (Block block : plan.blocks()) {
      Place place = parameters.place(block);
      int panels = Panels.count(block.outputs());
      for (Part part : place.parts()) {
        for (int panel = 0; panel < panels; panel++) {
          int from = part.at(part.inputPanel(), panel);
          int to = part.end(part.inputPanelEnd(), panel);
          cut(from, to, plan.isFrozen(block) ? frozen : weights);
        }
      }
      cut(
          place.vectors(),
          place.shift() + place.length(),
          plan.isFrozen(block) ? frozen : ofVectors);
    }
    this.weightPieces = weights.toArray(Range[]::new);
    this.vectorPieces = ofVectors.toArray(Range[]::new);
    this.frozenPieces = frozen.toArray(Range[]::new);
    this.squares = new double[weightPieces.length + vectorPieces.length];
    this.bad = new long[(workers + 1) * APART];
  }

  private static void cut(int from, int to, List<Range> pieces) {
    for (int at = from; at < to; at += PIECE) {
      pieces.add(new Range(at, Math.min(at + PIECE, to)));
    }
  }

  /** Whether weights are moved as soon as their own gradient is complete. */
  boolean atOnce() {
    return update.clip() == 0 && norms == null;
  }

  /** Whether workers must meet between {@link #prepare} and {@link #moveAll}. */
  boolean meetsBeforeMoving() {
    return norms != null;
  }

  /** Forgets what was seen; before any worker begins. */
  void forget() {
    Arrays.fill(bad, 0);
  }

  /** Whether any worker has seen a gradient of this step that is not finite. */
  boolean isBad(Step step) {
    boolean any = false;
    for (int at = APART; at < bad.length; at += APART) {
      any |= bad[at] == step.number() + 1;
    }
    return any;
  }

  /** Sets a worker's part of the vectors' gradient to 0, before anything is added to it. */
  void clear(int worker, int workers) {
    int count = parameters.size() - vectors;
    int from = vectors + Cut.first(count, worker, workers);
    Arrays.fill(parameters.gradient, from, vectors + Cut.first(count, worker + 1, workers), 0);
  }

  /** Moves parameters whose gradient has just been computed. */
  void take(int worker, int from, int to, Step step) {
    penalise(worker, from, to, step);
    move(from, to, 1, step);
  }

  /** What is left once all parameters have moved. */
  void finish(int worker, int workers) {
    int last = Cut.first(frozenPieces.length, worker + 1, workers);
    for (int i = Cut.first(frozenPieces.length, worker, workers); i < last; i++) {
      average(frozenPieces[i].from(), frozenPieces[i].to());
    }
    if (worker == 0 && update.ema() > 0) {
      parameters.averageWeight[0] = parameters.averageWeight[0] * update.ema() + (1 - update.ema());
    }
  }

  /** A worker's part of penalties and norm, where nothing was moved yet. */
  void measure(int worker, int workers, Step step) {
    int last = Cut.first(squares.length, worker + 1, workers);
    for (int i = Cut.first(squares.length, worker, workers); i < last; i++) {
      Range piece = piece(i);
      penalise(worker, piece.from(), piece.to(), step);
      double sum = 0;
      for (int at = piece.from(); at < piece.to(); at++) {
        sum += (double) parameters.gradient[at] * parameters.gradient[at];
      }
      squares[i] = sum;
    }
  }

  /** A worker's part of what the rule takes norms of, once the whole gradient is measured. */
  void prepare(int worker, int workers, Step step) {
    float scale = clipping();
    int last = Cut.first(norms.count(), worker + 1, workers);
    for (int i = Cut.first(norms.count(), worker, workers); i < last; i++) {
      Piece piece = norms.piece(i);
      scaleAndDecay(piece.from(), piece.to(), scale, step);
      norms.measure(worker, i, step);
    }
  }

  /** A worker's part of all parameters, once all is measured. */
  void moveAll(int worker, int workers, Step step) {
    if (norms != null) {
      moveByNorms(worker, workers, step);
      return;
    }
    float scale = clipping();
    int last = Cut.first(squares.length, worker + 1, workers);
    for (int i = Cut.first(squares.length, worker, workers); i < last; i++) {
      move(piece(i).from(), piece(i).to(), scale, step);
    }
  }

  private void moveByNorms(int worker, int workers, Step step) {
    int first = Cut.first(norms.count(), worker, workers);
    int last = Cut.first(norms.count(), worker + 1, workers);
    for (int i = first; i < last; i++) {
      norms.move(worker, i, i == first, step);
      average(norms.piece(i).from(), norms.piece(i).to());
    }
  }

  private Range piece(int i) {
    return i < weightPieces.length ? weightPieces[i] : vectorPieces[i - weightPieces.length];
  }

  /** What makes the gradient as long as it may be; 1 if it is not longer. */
  private float clipping() {
    double sum = 0;
    for (double part : squares) {
      sum += part;
    }
    double norm = Math.sqrt(sum);
    return update.clip() > 0 && norm > update.clip() ? (float) (update.clip() / norm) : 1;
  }

  private void penalise(int worker, int from, int to, Step step) {
    float[] gradient = parameters.gradient;
    float[] values = parameters.values;
    float l2 = from < vectors ? update.weightDecay() : 0;
    float l1 = from < vectors ? update.l1() : 0;
    if (l2 > 0) {
      for (int i = from; i < to; i++) {
        gradient[i] += l2 * values[i];
      }
    }
    if (l1 > 0) {
      for (int i = from; i < to; i++) {
        gradient[i] += l1 * Math.signum(values[i]);
      }
    }
    if (!kernels.finite(gradient, from, to)) {
      bad[(worker + 1) * APART] = step.number() + 1;
    }
  }

  private void move(int from, int to, float scale, Step step) {
    scaleAndDecay(from, to, scale, step);
    float[] numbers = step.numbers().rule();
    update.rule().host(parameters.values, parameters.gradient, parameters.slots, numbers, from, to);
    average(from, to);
  }

  private void scaleAndDecay(int from, int to, float scale, Step step) {
    float[] gradient = parameters.gradient;
    float[] values = parameters.values;
    if (scale != 1) {
      for (int i = from; i < to; i++) {
        gradient[i] *= scale;
      }
    }
    float kept = step.numbers().kept();
    if (from < vectors && kept != 1) {
      for (int i = from; i < to; i++) {
        values[i] *= kept;
      }
    }
  }

  private void average(int from, int to) {
    float decay = update.ema();
    if (decay > 0) {
      float[] average = parameters.average;
      float[] values = parameters.values;
      float gain = 1 - decay;
      for (int i = from; i < to; i++) {
        average[i] = average[i] * decay + values[i] * gain;
      }
    }
  }
}
