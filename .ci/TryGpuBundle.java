import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs an unpacked GPU bundle from its own runtime and jars alone: java -cp 'BUNDLE/lib/*'
 * TryGpuBundle.java BUNDLE OUT. Without a GPU every part must fail and say why; on the host in a
 * GPU's place, whose C++ is that of the checkout in which this runs, some parts run; so does the
 * command line.
 */
final class TryGpuBundle {
  private static final String ON_HOST = "-Dpulmu.gpu.host=true";

  private final Path bundle;
  private final Path out;

  private TryGpuBundle(Path bundle, Path out) {
    this.bundle = bundle;
    this.out = out;
  }

  public static void main(String[] arguments) throws Exception {
    Path bundle = Path.of(arguments[0]);
    TryGpuBundle trial = new TryGpuBundle(bundle, Files.createDirectories(Path.of(arguments[1])));
    trial.withoutAGpu();
    trial.onTheHost(Files.isDirectory(bundle.resolve("mnist")));
    trial.commandLine();
  }

  private void withoutAGpu() throws Exception {
    int status = check("");
    JsonNode json = json();
    require(status == 1 && json.get("finished").asBoolean(), "no end with status 1");
    require(json.get("parts").size() == 8, "not all parts");
    for (JsonNode part : json.get("parts")) {
      String reason = part.get("reason").asText();
      require(reason.startsWith("no usable GPU: ") && reason.length() > 30, "the reason " + reason);
    }
  }

  private void onTheHost(boolean mnist) throws Exception {
    int status = check(
        ON_HOST, "--workloads", "A", "--only", "determinism,bench" + (mnist ? ",mnist" : ""));
    require(status == 0 && json().get("passed").asBoolean(), "parts fail on the host");
    JsonNode bench = new ObjectMapper().readTree(out.resolve("bench.json").toFile());
    require(bench.get("results").size() > 0, "no workload in bench.json");
  }

  private void commandLine() throws Exception {
    List<String> train = List.of("--", "train", "--dataset", "digits", "--limit", "500", "--epochs");
    List<String> all = new ArrayList<>(train);
    all.addAll(List.of("1", "--backend", "cpu", "--out", out.resolve("run").toString()));
    require(run("", all) == 0, "train fails");
    require(run("", List.of("--", "devices")) == 0, "devices fails");
  }

  private int check(String flags, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--out", out.toString()));
    all.addAll(List.of(arguments));
    return run(flags, all);
  }

  private int run(String flags, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(bundle.resolve("gpu-check.sh").toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().remove("PULMU_MNIST");
    builder.environment().put("CUDA_VISIBLE_DEVICES", "-1"); // where there is a GPU after all
    builder.environment().put("GPU_CHECK_JAVA_OPTS", flags);
    return builder.start().waitFor();
  }

  private JsonNode json() throws Exception {
    return new ObjectMapper().readTree(out.resolve("gpu-check.json").toFile());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      System.err.println("GPU bundle: " + otherwise);
      System.exit(1);
    }
  }
}
