package dev.pulmu.backend.cuda;

import dev.pulmu.backend.cuda.DeviceTensors.BlockTensors;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Features;
import dev.pulmu.datasets.Targets;
import dev.pulmu.layout.Range;
import dev.pulmu.network.ElementLoss;
import dev.pulmu.network.Loss;
import dev.pulmu.network.LossVisitor;
import dev.pulmu.network.SoftmaxCrossEntropy;
import java.util.List;

/**
 * Uploads what stays the same on the device from the first to the last step: the data set, and
 * numbers of the plan.
 */
final class Upload {
  private Upload() {}

  static void all(DeviceTensors tensors, Dataset data, DeviceMemory memory) {
    Features features = data.features();
    features
        .<Runnable>match(
            bytes -> () -> memory.upload(bytes.values(), tensors.features),
            floats -> () -> memory.upload(floats.values(), tensors.features))
        .run();
    memory.upload(new float[] {features.scale(), features.shift()}, tensors.featureNumbers);
    memory.upload(tensors.constant, tensors.constantColumns);
    Loss loss = tensors.plan.network().loss();
    int outputs = tensors.plan.network().outputs();
    memory.upload(loss.targets(data.targets(), outputs), tensors.targets);
    if (data.targets() instanceof Targets.Labels labels) {
      memory.upload(labels.values(), tensors.labelValues);
    }
    memory.upload(termWeights(loss, outputs), tensors.termWeights);
    memory.upload(UpdateNumber.of(tensors.plan.update()), tensors.updateNumbers);
    memory.upload(ranges(tensors.movedRanges()), tensors.ranges);
    for (BlockTensors block : tensors.blocks) {
      memory.upload(BlockNumber.of(block.block()), block.numbers());
    }
    memory.clear(tensors.gradient); // that of frozen blocks stays 0
  }

  /** Softmax has those of its classes in the targets. */
  private static float[] termWeights(Loss loss, int outputs) {
    return loss.accept(new LossVisitor<>() {
      @Override
      public float[] softmax(SoftmaxCrossEntropy softmax) {
        return new float[outputs];
      }

      @Override
      public float[] elements(ElementLoss elements) {
        return elements.termWeights(outputs);
      }
    });
  }

  private static int[] ranges(List<Range> ranges) {
    return ranges.stream()
        .flatMap(range -> List.of(range.from(), range.to()).stream())
        .mapToInt(i -> i)
        .toArray();
  }
}
