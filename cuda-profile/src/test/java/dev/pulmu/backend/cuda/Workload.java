package dev.pulmu.backend.cuda;

import dev.pulmu.backend.Session.Weights;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.feed.Feed;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.ElementRule;
import dev.pulmu.optimizer.Sgd;
import dev.pulmu.plan.Plan;
import dev.pulmu.plan.Planner;
import java.util.List;
import java.util.stream.Stream;

/** The networks that are measured, by their letters. */
enum Workload {
  A(100, Sgd.DEFAULT, false, 100),
  A1024(1024, Adam.DEFAULT, false, 100),
  B(100, Adam.DEFAULT, true, 100, 100, 100, 100, 100),
  C128(128, Adam.DEFAULT, true, 1024, 1024),
  C1024(1024, Adam.DEFAULT, true, 1024, 1024),
  D1024(1024, Adam.DEFAULT, true, 4096, 4096, 4096),
  D8192(8192, Adam.DEFAULT, true, 4096, 4096, 4096);

  final Plan plan;
  final int hidden;

  Workload(int batch, ElementRule rule, boolean norm, int... widths) {
    Network.Builder network = Network.input(784);
    for (int width : widths) {
      network.dense(width);
      if (norm) {
        network.batchNorm(BatchNorm.DEFAULT);
      }
      network.activation(Activation.RELU);
    }
    this.hidden = widths.length;
    this.plan = Planner.plan(network.dense(10).loss(new SoftmaxCrossEntropy()), rule, batch);
  }

  /** A full step, then what runs in use. */
  List<Program> programs(Products products) {
    Dataset data = StandIn.data(plan);
    Feed feed = new Feed(plan, data, 1, 0);
    Programs programs = new Programs(new DeviceTensors(plan, data, feed), products);
    return Stream.concat(
            programs.steps(feed).stream(),
            Stream.of(programs.use(Weights.LIVE), programs.advance(16, 16 * plan.batch())))
        .toList();
  }

  Program step(Products products) {
    return programs(products).get(0);
  }
}
