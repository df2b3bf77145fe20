package dev.pulmu.bench.peer;

import static org.bytedeco.pytorch.global.torch.ScalarType;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.set_num_threads;
import static org.bytedeco.pytorch.global.torch.tensor;

import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalLong;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains by libtorch's C++ frontend, eager, through JavaCPP's presets: its modules and its
 * optimizers. The data set lies in tensors as bytes, and a batch is selected there.
 */
final class LibtorchPeer implements Peer {
  private final Task task;
  private final Folder folder;
  private final Tensor features;
  private final Tensor labels;
  private final Tensor order;
  private final Network network;
  private final Optimizer optimizer;
  private final Scalar scale;
  private final Scalar shift;
  private final LongOptional classes = new LongOptional(1);
  private long right;

  private LibtorchPeer(Folder folder) {
    this.folder = folder;
    task = folder.task();
    set_num_threads(task.threads());
    features = tensor(folder.features(), new TensorOptions(ScalarType.Byte))
        .view(task.rows(), task.inputs());
    labels = tensor(Arrays.stream(folder.labels()).asLongStream().toArray());
    order = tensor(Arrays.stream(folder.order()).asLongStream().toArray());
    scale = new Scalar((float) task.scale());
    shift = new Scalar((float) task.shift());
    network = new Network(folder);
    optimizer = optimizer(task.optimizer(), network.parameters());
  }

  public static void main(String[] arguments) throws IOException {
    PeerProcess.run("libtorch", "C++ frontend, OpenBLAS", arguments, LibtorchPeer::new);
  }

  private static Optimizer optimizer(Task.Rule rule, TensorVector parameters) {
    if (!rule.isAdam()) {
      return new SGD(parameters, new SGDOptions(rule.rate()));
    }
    AdamOptions options = new AdamOptions(rule.rate());
    DoublePointer betas = options.betas();
    // A std::tuple: in which order its two lie in memory is the C++ library's choice; 0.9 and 0.999
    // are there
    int first = betas.get(0) < betas.get(1) ? 0 : 1;
    betas.put(first, rule.beta1()).put(1 - first, rule.beta2());
    options.eps().put(rule.epsilon());
    return new Adam(parameters, options);
  }

  @Override
  public String version() {
    return torch.class.getPackage().getImplementationVersion();
  }

  @Override
  @SuppressWarnings("try") // the scope frees what is made in it, nobody needs its name
  public double step(int step) {
    try (PointerScope scope = new PointerScope()) {
      Tensor rows = order.narrow(0, folder.batchStart(step), task.batch());
      Tensor x = features.index_select(0, rows).to(ScalarType.Float).mul_(scale);
      if (task.shift() != 0) {
        x.add_(shift);
      }
      Tensor y = labels.index_select(0, rows);
      optimizer.zero_grad();
      Tensor logits = network.forward(x);
      Tensor loss = cross_entropy_loss(logits, y);
      loss.backward();
      optimizer.step();
      right += logits.argmax(classes, false).eq(y).sum().item_long();
      return loss.item_float();
    }
  }

  @Override
  public OptionalLong right() {
    return OptionalLong.of(right);
  }
}
