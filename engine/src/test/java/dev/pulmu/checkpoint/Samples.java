package dev.pulmu.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.json.Json;
import dev.pulmu.layout.State;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Small checkpoints that follow from their step. */
final class Samples {
  static final Plan PLAN = Planner.plan(
      Network.input(3)
          .dense(2)
          .batchNorm(BatchNorm.DEFAULT)
          .dense(2)
          .loss(new SoftmaxCrossEntropy()),
      Adam.DEFAULT,
      4);

  private Samples() {}

  static State state(long step) {
    return State.initial(PLAN, step);
  }

  static ObjectNode progress(long step) {
    return Json.object().put("lossSum", Math.exp(-step) / 3).put("seed", Long.MIN_VALUE + step);
  }

  /** A line for each of the first steps, then for each tenth, then none. */
  static List<ObjectNode> history(long step) {
    return IntStream.range(0, (int) Math.min(step < 10 ? step : 9 + step / 10, 30))
        .mapToObj(line -> Json.object().put("line", line).put("loss", Math.exp(-line)))
        .toList();
  }

  static Checkpoint checkpoint(long step) {
    return Checkpoint.of(step, false, progress(step), history(step), state(step));
  }

  static Checkpoint best(long step) {
    return Checkpoint.of(step, true, progress(step), history(step), state(step));
  }

  /** Whether it is what {@link #checkpoint} or {@link #best} made, to the bit. */
  static boolean whole(Checkpoint checkpoint) {
    long step = checkpoint.step();
    State state = checkpoint.tensors().state(PLAN);
    return Arrays.equals(state.values(), state(step).values())
        && checkpoint.progress().equals(progress(step))
        && checkpoint.history().equals(history(step));
  }
}
