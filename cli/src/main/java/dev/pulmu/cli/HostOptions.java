package dev.pulmu.cli;

import dev.pulmu.backend.Backend;
import dev.pulmu.backend.cpu.CpuBackend;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a command that say how this machine's cores are used. They change no result. */
final class HostOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Workers of the cpu backend; results do not depend on it. Default: one for"
          + " each core")
  private Optional<Integer> threads;

  /**
   * Says how many workers there are to be; before the backend is made.
   *
   * @throws ParameterException if there cannot be so many
   */
  void apply() {
    if (threads.isEmpty()) {
      return;
    }
    System.setProperty(CpuBackend.THREADS, Integer.toString(checked(command, threads.get())));
  }

  /**
   * Checks a number of threads; if there are more than cores, they take turns, and a line says so.
   *
   * @throws ParameterException if there cannot be so many
   */
  static int checked(CommandSpec command, int threads) {
    if (threads < 1 || threads > CpuBackend.MOST_THREADS) {
      throw new ParameterException(
          command.commandLine(),
          "--threads wants 1.." + CpuBackend.MOST_THREADS + ", came " + threads);
    }
    int cores = Runtime.getRuntime().availableProcessors();
    if (threads > cores) {
      Refusals.print(
          command.commandLine(),
          "--threads " + threads + " on " + cores + " cores: workers take turns, which is slower");
    }
    return threads;
  }

  /** Tells what would make a backend faster, if anything would, and which option it ignores. */
  void advise(Backend backend) {
    if (threads.isPresent() && !backend.name().equals("cpu")) {
      Refusals.print(
          command.commandLine(),
          "--threads is for backend cpu; backend " + backend.name() + " takes no notice of it");
    }
    if (!backend.advice().isEmpty()) {
      Refusals.print(command.commandLine(), "backend " + backend.name() + ": " + backend.advice());
    }
  }
}
