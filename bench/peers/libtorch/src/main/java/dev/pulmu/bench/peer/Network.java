package dev.pulmu.bench.peer;

import static org.bytedeco.pytorch.global.torch.relu_;
import static org.bytedeco.pytorch.global.torch.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BatchNorm1dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LinearOptions;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** The task's network, made of libtorch's modules, with its initial weights. */
final class Network extends Module {
  private final List<Block> blocks = new ArrayList<>();

  Network(Folder folder) {
    for (Task.Layer layer : folder.task().layers()) {
      LinearImpl dense = register_module(layer.name(), dense(layer, folder));
      BatchNorm1dImpl norm = layer.batchNorm()
          ? register_module(layer.name() + "Norm", batchNorm(layer, folder))
          : null;
      blocks.add(new Block(dense, norm, layer.hidden()));
    }
  }

  private static LinearImpl dense(Task.Layer layer, Folder folder) {
    LinearOptions options = new LinearOptions(layer.inputs(), layer.outputs());
    options.bias().put(!layer.batchNorm());
    LinearImpl dense = new LinearImpl(options);
    Tensor weights = tensor(folder.weights(layer.name() + ".w"));
    dense.weight().set_data(weights.view(layer.inputs(), layer.outputs()).t().contiguous());
    if (!layer.batchNorm()) {
      dense.bias().set_data(tensor(folder.weights(layer.name() + ".b")));
    }
    return dense;
  }

  private static BatchNorm1dImpl batchNorm(Task.Layer layer, Folder folder) {
    BatchNormOptions options = new BatchNormOptions(layer.outputs());
    options.eps().put(folder.task().batchNormEpsilon());
    options.momentum().put(1 - folder.task().batchNormMomentum());
    BatchNorm1dImpl norm = new BatchNorm1dImpl(options);
    norm.weight().set_data(tensor(folder.weights(layer.name() + ".gamma")));
    norm.bias().set_data(tensor(folder.weights(layer.name() + ".beta")));
    return norm;
  }

  /** Logits (B, outputs) of x (B, inputs). */
  Tensor forward(Tensor x) {
    for (Block block : blocks) {
      x = block.forward(x);
    }
    return x;
  }

  private record Block(LinearImpl dense, BatchNorm1dImpl norm, boolean hidden) {
    Tensor forward(Tensor x) {
      Tensor z = dense.forward(x);
      Tensor y = norm == null ? z : norm.forward(z);
      return hidden ? relu_(y) : y;
    }
  }
}
