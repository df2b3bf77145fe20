package dev.pulmu.backend.cpu;

import dev.pulmu.kernels.Panels;
import dev.pulmu.kernels.Places;
import dev.pulmu.layout.Block.DenseBlock;
import dev.pulmu.network.Activation;
import dev.pulmu.plan.Plan;
import java.util.LinkedList;
import java.util.List;

/**
 * The plan by which workers share the work of a dense block, and which matrices they exchange. B
 * rows, I inputs, O outputs.
 *
 * <p>A product is cut in two along its inputs, whatever the number of workers, and the two parts
 * are added. So each of two workers needs only those inputs that it has computed itself, and only
 * the weights of these inputs, forward and backward. From the other worker it needs the other part
 * of the product for its half of the outputs, and half of their gradient.
 *
 * @param block that is shared
 * @param inputs of what it gets
 * @param cut of what it puts out
 * @param last whether its outputs are the logits
 * @param outputsWanted whether workers need outputs that others have made
 * @param passesOn whether a block before it wants a gradient
 */
record Sharing(
    DenseBlock block, Cut inputs, Cut cut, boolean last, boolean outputsWanted, boolean passesOn) {
  /** The sharing of all blocks, in forward order. */
  static List<Sharing> of(Plan plan, int workers) {
    LinkedList<Sharing> all = new LinkedList<>();
    for (int i = plan.blocks().size() - 1; i >= 0; i--) {
      Sharing next = all.peekFirst();
      all.addFirst(plan.blocks().get(i).accept(dense -> of(plan, dense, next, workers)));
    }
    return List.copyOf(all);
  }

  /** @param next that of the block behind it; null if there is none, and the loss wants rows */
  private static Sharing of(Plan plan, DenseBlock block, Sharing next, int workers) {
    Cut inputs = block.index() == 0
        ? Cut.byPanels(Panels.count(block.inputs()), workers)
        : Cut.of(Panels.count(block.inputs()), workers);
    int panels = Panels.count(block.outputs());
    boolean last = next == null;
    Cut cut = last ? Cut.byRows(panels, workers) : Cut.of(panels, workers);
    boolean wanted = !last && next.wantsAllInputs();
    boolean passesOn = block.index() > plan.firstMoved();
    return new Sharing(block, inputs, cut, last, wanted, passesOn);
  }

  /** Whether the product is cut along its inputs. */
  boolean split() {
    return Places.isSplit(block);
  }

  /** Whether a worker needs only the weights of its own outputs forward, and all of these. */
  boolean ownOutputs() {
    return cut.whole() && !split();
  }

  /** Whether a batch norm's panels are made by all workers, some rows each. */
  boolean sumsOverOthers() {
    return block.hasBatchNorm() && !cut.whole();
  }

  /** Whether workers need inputs that others have made; of two, each may have made its part. */
  boolean wantsAllInputs() {
    boolean madeByMe = split() && inputs.whole() && inputs.workers() == 2;
    return inputs.workers() > 1 && !madeByMe;
  }

  /** How weights are shared, by inputs. */
  Cut weightInputs() {
    if (ownOutputs()) {
      return Cut.byRows(inputs.panels(), inputs.workers()); // all
    }
    return inputs.whole() ? inputs : Cut.byPanels(inputs.panels(), inputs.workers());
  }

  /** How weights are shared, by outputs. */
  Cut weightOutputs() {
    return ownOutputs() ? cut : Cut.byRows(cut.panels(), cut.workers());
  }

  /** Whether a worker needs all of the outputs' gradient. */
  boolean wantsAllGradients() {
    return passesOn || !ownOutputs();
  }

  /** Whether there is an activation's input beside its output, with batch norm between. */
  boolean hasZ() {
    return block.hasBatchNorm() && block.activation() != Activation.RELU;
  }

  /** Whether z is the output of the block, and no worker needs all of it. */
  boolean putsOutZ() {
    return last && block.activation() == Activation.IDENTITY && !block.hasDropout();
  }

  /** How workers hold what the block puts out. */
  Replicated.Kind outputs() {
    return kind(!last, outputsWanted);
  }

  /** How workers hold its gradient. */
  Replicated.Kind gradients() {
    return kind(true, wantsAllGradients());
  }

  private Replicated.Kind kind(boolean copies, boolean wanted) {
    return sumsOverOthers() || !copies ? Replicated.Kind.SHARED : Replicated.Kind.of(wanted);
  }
}
