package dev.pulmu.run;

import dev.pulmu.backend.Availability;
import dev.pulmu.backend.Backend;
import dev.pulmu.backend.Evaluation;
import dev.pulmu.backend.Executor;
import dev.pulmu.backend.LossAndGradient;
import dev.pulmu.backend.Session;
import dev.pulmu.backend.Totals;
import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.feed.Feed;
import dev.pulmu.layout.Matrix;
import dev.pulmu.layout.State;
import dev.pulmu.plan.Plan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A backend that computes nothing and keeps what it was asked for. */
final class FakeBackend implements Backend {
  final List<String> calls = new ArrayList<>();

  /** The step that is to be not finite, or −1. */
  long nonFiniteStep = -1;

  /** The step after which weights are not finite. */
  long lastFiniteStep = Long.MAX_VALUE;

  /** What every sample's loss is in an evaluation. */
  double loss = 3;

  /** What it is after each epoch on the validation rows, while there are such. */
  final Deque<Double> validationLosses = new ArrayDeque<>();

  /** Called before each piece of training. */
  Runnable before = () -> {};

  Optional<State> opened = Optional.empty();

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public int rank() {
    return -1;
  }

  @Override
  public Availability availability() {
    return Availability.of("nothing", Map.of("fake", "1.2"));
  }

  @Override
  public Executor executor(Plan plan, Dataset data, Feed feed) {
    throw new AssertionError("a run opens sessions");
  }

  @Override
  public Session open(Plan plan, Dataset data, Feed feed, State state) {
    calls.add("open");
    opened = Optional.of(state);
    return new FakeSession(data, feed, state);
  }

  /** The first number of its state is the step that it is at. */
  private final class FakeSession implements Session {
    private final Dataset data;
    private final Feed feed;
    private State state;

    FakeSession(Dataset data, Feed feed, State state) {
      this.data = data;
      this.feed = feed;
      this.state = state;
    }

    /** Each sample has loss 2; the first one of each step is right. */
    @Override
    public Totals train(long from, long to) {
      before.run();
      calls.add("train " + from + ".." + to);
      long samples = 0;
      for (long step = from; step < to; step++) {
        if (step == nonFiniteStep) {
          return new Totals(2 * samples, step - from, samples, step);
        }
        samples += feed.end(step) - feed.start(step);
      }
      state = new State(state.layout(), state.values().clone());
      state.values()[0] = to > lastFiniteStep ? Float.NaN : to;
      return new Totals(2 * samples, to - from, samples, -1);
    }

    @Override
    public Map<String, Matrix> forward(int[] rows, List<String> taps, Weights weights) {
      calls.add("forward " + rows.length + " " + taps + " " + weights);
      int outputs = data.targets().outputs();
      return Map.of(
          taps.get(0), new Matrix(rows.length, outputs, new float[rows.length * outputs]));
    }

    /** Every answer is class 0, every loss the same. */
    @Override
    public Evaluation evaluate(Split split, Weights weights) {
      calls.add("evaluate " + split + " " + weights);
      long rows = data.rows(split).length;
      double loss = split == Split.VALIDATION && !validationLosses.isEmpty()
          ? validationLosses.remove()
          : FakeBackend.this.loss;
      return new Evaluation(loss * rows, rows - 1, rows, new long[][] {
        {rows - 1, 0, 0}, {1, 0, 0}, {0, 0, 0}
      });
    }

    @Override
    public LossAndGradient gradient(int[] rows, long step) {
      throw new AssertionError("a run does not ask for gradients");
    }

    @Override
    public State state() {
      calls.add("state");
      return state;
    }

    @Override
    public void restore(State wanted) {
      calls.add("restore");
      state = wanted;
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }
}
