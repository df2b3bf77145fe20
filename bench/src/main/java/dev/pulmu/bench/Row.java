package dev.pulmu.bench;

import dev.pulmu.bench.machine.Roofline;
import dev.pulmu.bench.process.ProcessException;
import dev.pulmu.bench.task.Work;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The results of one participant at one workload.
 *
 * @param name of a backend of ours, or of a library
 * @param ours whether it is one of our backends
 * @param reason why there are no numbers; empty if there are
 * @param missing whether what it needs is not on this machine, which is no failure
 * @param result the numbers, if there are any
 * @param published what we measured of it before, in microseconds a step, if we did
 */
record Row(
    String name,
    boolean ours,
    String reason,
    boolean missing,
    Optional<Result> result,
    OptionalDouble published) {
  /**
   * The numbers of a participant that did measure.
   *
   * @param version of the library
   * @param note what it said of itself
   * @param threads the best thread count
   * @param trials median of each thread count that was tried, in microseconds a step
   * @param microsPerStep of all samples with the best thread count
   * @param samples all of them
   * @param firstStepSeconds from the start of the process to the end of its first step, median
   * @param percentStolen of the processors' time, by other virtual machines while it was measured,
   *     the mean of its processes; NaN if the system does not count it
   * @param losses the curve of its first process
   * @param difference how its loss curve compares with the first row's; absent in the first row
   * @param times how many times as long as the first row's a step takes, round by round; absent in
   *     the first row and where the curves differ
   */
  public record Result(
      String version,
      String note,
      int threads,
      Map<Integer, Double> trials,
      Quartiles microsPerStep,
      List<Double> samples,
      double firstStepSeconds,
      double percentStolen,
      List<Double> losses,
      Optional<CurveDifference> difference,
      Optional<Quartiles> times) {
    /** The curve's end: the mean loss of its last 50 steps. */
    public double finalLoss() {
      return CurveDifference.end(losses);
    }

    double samplesPerSecond(Work work) {
      return work.rows() / microsPerStep.median() * 1e6;
    }

    double gflops(Work work) {
      return work.flop() / microsPerStep.median() * 1e-3;
    }

    /** Gigabytes a second that the optimizer alone must move. */
    double gigabytesPerSecond(Work work) {
      return work.optimizerBytes() / microsPerStep.median() * 1e-3;
    }
  }

  /**
   * GFLOP/s as a share of the host's matmul peak, in percent; absent for a GPU, of which the host's
   * peak says nothing.
   */
  OptionalDouble percentOfPeak(Work work, Roofline roofline) {
    return result.isPresent()
        ? percent(result.get().gflops(work), roofline.gflops())
        : OptionalDouble.empty();
  }

  /**
   * The bytes that the optimizer alone must move, as a share of the host's memory bandwidth, in
   * percent; absent for a GPU.
   */
  OptionalDouble percentOfBandwidth(Work work, Roofline roofline) {
    return result.isPresent()
        ? percent(result.get().gigabytesPerSecond(work), roofline.gigabytesPerSecond())
        : OptionalDouble.empty();
  }

  private OptionalDouble percent(double value, double most) {
    boolean onGpu = ours && name.equals("cuda");
    return onGpu || Double.isNaN(most)
        ? OptionalDouble.empty()
        : OptionalDouble.of(100 * value / most);
  }

  /** The results of a participant, in comparison with the first one. */
  static Row of(ParticipantResults results, ParticipantResults first, OptionalDouble published) {
    Participant participant = results.participant();
    if (results.failure().isPresent()) {
      ProcessException failure = results.failure().get();
      return new Row(
          participant.name(),
          participant.ours(),
          failure.getMessage(),
          failure.isMissing(),
          Optional.empty(),
          published);
    }
    List<Measurement> measured = results.measurements();
    boolean compared = results != first && first.failure().isEmpty();
    List<Double> losses = measured.get(0).losses();
    Optional<CurveDifference> difference = compared
        ? Optional.of(CurveDifference.of(first.measurements().get(0).losses(), losses))
        : Optional.empty();
    Result result = new Result(
        measured.get(0).version(),
        measured.get(0).note(),
        results.threads(),
        results.trials(),
        Quartiles.of(results.samples()),
        results.samples(),
        Quartiles.of(measured.stream().map(Measurement::firstStepSeconds).toList())
            .median(),
        measured.stream().mapToDouble(Measurement::percentStolen).average().orElse(Double.NaN),
        losses,
        difference,
        difference
            .filter(CurveDifference::isSmall)
            .map(small -> Quartiles.of(results.timesOf(first))));
    return new Row(
        participant.name(), participant.ours(), "", false, Optional.of(result), published);
  }
}
