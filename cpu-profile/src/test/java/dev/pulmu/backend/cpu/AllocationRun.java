package dev.pulmu.backend.cpu;

import com.sun.management.ThreadMXBean;
import dev.pulmu.backend.Session;
import dev.pulmu.contract.ContractCase;
import dev.pulmu.contract.Row;
import dev.pulmu.kernels.VectorKernels;
import dev.pulmu.layout.State;
import dev.pulmu.network.Activation;
import dev.pulmu.network.BatchNorm;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.optimizer.Adam;
import dev.pulmu.optimizer.Lamb;
import dev.pulmu.optimizer.Update;
import dev.pulmu.schedule.Schedule;
import java.lang.management.ManagementFactory;
import java.util.List;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Trains in a program that uses vectors of other widths too, so that profiles of the Vector API say
 * nothing of what a kernel's vectors are. Prints the bytes that a step allocates: those of the
 * workers, and of the thread that asks.
 *
 * <p>For a JVM that compiles in the foreground: then everything is compiled after so many calls,
 * however busy the machine is.
 */
final class AllocationRun {
  private static final int STEPS = 96;
  private static final int ROUNDS = 15;
  private static final int OTHER_ROUNDS = 5_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private AllocationRun() {}

  public static void main(String[] args) {
    float[] floats = new float[256];
    byte[] bytes = new byte[256];
    for (int round = 0; round < OTHER_ROUNDS; round++) {
      for (var species : List.of(
          FloatVector.SPECIES_64,
          FloatVector.SPECIES_128,
          FloatVector.SPECIES_256,
          FloatVector.SPECIES_512)) {
        use(species, floats);
      }
      use(ByteVector.SPECIES_64, bytes);
      use(ByteVector.SPECIES_128, bytes);
      use(ByteVector.SPECIES_256, bytes);
    }
    for (Row row : rows()) {
      measure(row);
    }
  }

  private static void use(VectorSpecies<Float> species, float[] values) {
    FloatVector zero = FloatVector.zero(species);
    FloatVector half = FloatVector.broadcast(species, 0.5f);
    for (int i = 0; i < values.length; i += species.length()) {
      FloatVector x = FloatVector.fromArray(species, values, i);
      x = x.fma(half, half).add(x).sub(half).mul(half).div(half);
      x.blend(zero, x.compare(VectorOperators.LE, zero)).intoArray(values, i);
    }
  }

  private static void use(VectorSpecies<Byte> species, byte[] values) {
    ByteVector ones = ByteVector.broadcast(species, (byte) 1);
    for (int i = 0; i < values.length; i += species.length()) {
      ByteVector x = ByteVector.fromArray(species, values, i);
      x.lanewise(VectorOperators.XOR, ones).intoArray(values, i);
    }
  }

  static List<Row> rows() {
    Update update = new Update(new Adam(new Schedule.Constant(0.001), 0.9, 0.999, 1e-8));
    return List.of(
        new Row(
            "whole batches",
            Network.input(300)
                .dense(48)
                .batchNorm(BatchNorm.DEFAULT)
                .activation(Activation.RELU)
                .dropout(0.25f)
                .dense(33)
                .activation(Activation.RELU)
                .dense(10)
                .loss(new SoftmaxCrossEntropy()),
            update.withWeightDecay(0.001f).withEma(0.9f),
            32,
            32 * 32,
            true,
            0x1p-14,
            "300 products"),
        new Row(
            "batches in pieces",
            Network.input(300)
                .dense(33)
                .activation(Activation.RELU)
                .dense(10)
                .loss(new SoftmaxCrossEntropy()),
            update.withClip(1),
            300,
            300 * 8,
            true,
            0x1p-14,
            "300 products"),
        new Row(
            "norms of each tensor",
            Network.input(300)
                .dense(33)
                .activation(Activation.RELU)
                .dense(10)
                .loss(new SoftmaxCrossEntropy()),
            new Update(Lamb.DEFAULT),
            32,
            32 * 32,
            true,
            0x1p-14,
            "300 products"));
  }

  private static void measure(Row row) {
    ContractCase one = ContractCase.of(row);
    List<Thread> before = workers();
    try (Session session = new CpuBackend(new VectorKernels(), 2)
        .open(one.plan(), one.data(), one.feed(), State.initial(one.plan(), 1))) {
      List<Thread> mine =
          workers().stream().filter(thread -> !before.contains(thread)).toList();
      List<Thread> caller = List.of(Thread.currentThread());
      for (int round = 0; round < ROUNDS; round++) {
        session.train(0, STEPS);
      }
      long byWorkers = -allocated(mine);
      long byCaller = -allocated(caller);
      session.train(0, STEPS);
      byCaller += allocated(caller);
      byWorkers += allocated(mine);
      System.out.println(mine.size() + " " + byWorkers / STEPS + " " + byCaller / STEPS);
    }
  }

  private static long allocated(List<Thread> threads) {
    return threads.stream()
        .mapToLong(each -> THREADS.getThreadAllocatedBytes(each.getId()))
        .sum();
  }

  private static List<Thread> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("pulmu-worker-"))
        .toList();
  }
}
