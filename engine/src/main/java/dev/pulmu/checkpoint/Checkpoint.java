package dev.pulmu.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.backend.State;
import dev.pulmu.model.Safetensors;
import java.util.Map;

/**
 * All that it takes to go on with a run.
 *
 * @param step steps done
 * @param best whether the run was never better than here; the newest such checkpoint is the best
 * @param progress whatever else the run knows, for the run to read; shared, not copied
 * @param tensors every persistent tensor in canonical order
 */
public record Checkpoint(long step, boolean best, ObjectNode progress, Safetensors tensors) {
  public Checkpoint {
    if (step < 0) {
      throw new IllegalArgumentException("a checkpoint wants a step of at least 0, came " + step);
    }
  }

  /** The same place with other progress. */
  public Checkpoint with(ObjectNode other) {
    return new Checkpoint(step, best, other, tensors);
  }

  /** A checkpoint of a state, whose tensors are copied. */
  public static Checkpoint of(long step, boolean best, ObjectNode progress, State state) {
    return new Checkpoint(step, best, progress, Safetensors.of(Map.of(), state));
  }
}
