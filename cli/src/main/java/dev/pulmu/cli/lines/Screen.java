package dev.pulmu.cli.lines;

import dev.pulmu.cli.terminal.Bar;
import dev.pulmu.cli.terminal.Columns;
import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The output of a command, and its option {@code --quiet}: which lines go where. */
public final class Screen {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--quiet", description = "Print nothing but results, warnings and errors.")
  private boolean quiet;

  /** The writer for results of the command. */
  public PrintWriter results() {
    return command.commandLine().getOut();
  }

  /** The writer for what people like to hear on the way. */
  public PrintWriter lines() {
    return quiet ? new PrintWriter(Writer.nullWriter()) : results();
  }

  public boolean isQuiet() {
    return quiet;
  }

  /** The lines of a run; to be closed. */
  public EpochLines epochs() {
    return new EpochLines(lines(), Columns.ofOutput(), bar());
  }

  /** The bar for what takes long; to be closed. */
  public Bar bar() {
    return quiet
        ? new Bar(lines(), Bar.Reader.NOBODY)
        : new Bar(command.commandLine().getErr(), Bar.Reader.ofStandardError());
  }
}
