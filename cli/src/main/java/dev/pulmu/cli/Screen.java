package dev.pulmu.cli;

import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command says what, as an option of it. */
final class Screen {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--quiet", description = "Print nothing but results, warnings and errors.")
  private boolean quiet;

  /** For what came of the command. */
  PrintWriter results() {
    return command.commandLine().getOut();
  }

  /** For what people like to hear on the way. */
  PrintWriter lines() {
    return quiet ? new PrintWriter(Writer.nullWriter()) : results();
  }

  boolean isQuiet() {
    return quiet;
  }

  /** For a run; to be closed. */
  EpochLines epochs() {
    return new EpochLines(lines(), Columns.ofOutput(), bar());
  }

  /** For what takes long; to be closed. */
  Bar bar() {
    return quiet
        ? new Bar(lines(), Bar.Reader.NOBODY)
        : new Bar(command.commandLine().getErr(), Bar.Reader.ofStandardError());
  }
}
