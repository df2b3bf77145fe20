package dev.pulmu.backend.cpu;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.feed.Feed;
import dev.pulmu.kernels.Kernels;
import dev.pulmu.plan.Plan;

/**
 * The parts of a session that have arrays.
 *
 * @param parameters with all other state
 * @param copy room for a copy of the state, to go back to
 */
record SessionParts(
    Examples examples, Parameters parameters, Parameters copy, Team team, CpuNetwork network) {
  /** Lays out the arrays of a session; no thread is started yet. */
  static SessionParts of(
      Arena arena, Kernels kernels, int workers, Plan plan, Dataset data, Feed feed) {
    Examples examples = new Examples(arena, kernels, data, plan.network());
    Parameters parameters = new Parameters(arena, plan);
    Parameters copy = new Parameters(arena, plan);
    Team team = new Team(workers);
    int rows = CpuExecutor.rows(plan, data, feed);
    CpuNetwork network = new CpuNetwork(arena, team, kernels, plan, examples, parameters, rows);
    return new SessionParts(examples, parameters, copy, team, network);
  }
}
