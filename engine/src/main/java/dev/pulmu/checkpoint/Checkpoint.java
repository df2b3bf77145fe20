package dev.pulmu.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.layout.State;
import dev.pulmu.model.format.Safetensors;
import java.util.List;
import java.util.Map;

/**
 * Everything that is needed to go on with a run.
 *
 * @param step steps done
 * @param best whether the run was never better than here; the newest such checkpoint is the best
 * @param progress how far the run is, for the run to read; shared, not copied
 * @param history what it has been through, for the run to read: a later checkpoint of the run has
 *     the same and more
 * @param tensors every persistent tensor in canonical order
 */
public record Checkpoint(
    long step, boolean best, ObjectNode progress, List<ObjectNode> history, Safetensors tensors) {
  public Checkpoint {
    history = List.copyOf(history);
    if (step < 0) {
      throw new IllegalArgumentException("a checkpoint wants a step of at least 0, came " + step);
    }
  }

  /** This checkpoint with another progress and history. */
  public Checkpoint with(ObjectNode progress, List<ObjectNode> history) {
    return new Checkpoint(step, best, progress, history, tensors);
  }

  /** A checkpoint of a state, whose tensors are copied. */
  public static Checkpoint of(
      long step, boolean best, ObjectNode progress, List<ObjectNode> history, State state) {
    return new Checkpoint(step, best, progress, history, Safetensors.of(Map.of(), state));
  }
}
