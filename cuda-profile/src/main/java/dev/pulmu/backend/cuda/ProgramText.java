package dev.pulmu.backend.cuda;

import dev.pulmu.backend.cuda.Gpu.LoadedKernel;
import java.util.Locale;
import java.util.Map;

/** Prints a program as a table, for people. */
final class ProgramText {
  private ProgramText() {}

  /**
   * A line a node.
   *
   * @param compiled what is known of its kernels, empty where none was compiled
   */
  static String of(Program program, Map<Kernel, LoadedKernel> compiled) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%s: %d nodes, %s at least",
        program.name(),
        program.nodes().size(),
        bytes(program.bytes()));
    line(
        text,
        "%3s %-9s %9s %7s %7s %9s %4s",
        "",
        "node",
        "grid",
        "threads",
        "shared",
        "bytes",
        "regs");
    int number = 0;
    for (Node node : program.nodes()) {
      number++;
      String columns = node.match(
          launch -> columns(launch, compiled.get(launch.kernel())), ProgramText::columns);
      line(text, "%3d %s  %s", number, columns, node.does());
    }
    return text.toString();
  }

  private static String columns(Node.Launch launch, LoadedKernel kernel) {
    int statically = kernel == null ? 0 : kernel.sharedBytes();
    return String.format(
        Locale.ROOT,
        "%-9s %9s %7d %7d %9s %4s",
        launch.kernel().name(),
        launch.gridX() + (launch.gridY() > 1 ? "×" + launch.gridY() : ""),
        launch.threads(),
        launch.sharedBytes() + statically,
        bytes(launch.bytes()),
        kernel == null ? "-" : kernel.registers());
  }

  private static String columns(Node.Multiply multiply) {
    return String.format(
        Locale.ROOT, "%-9s %9s %7s %7s %9s %4s", "cuBLAS", "", "", "", bytes(multiply.bytes()), "");
  }

  private static String bytes(long bytes) {
    if (bytes < 1 << 10) {
      return bytes + " B";
    }
    if (bytes < 1 << 20) {
      return String.format(Locale.ROOT, "%.1f KiB", bytes / 0x1p10);
    }
    return bytes < 1 << 30
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / 0x1p20)
        : String.format(Locale.ROOT, "%.1f GiB", bytes / 0x1p30);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
