package dev.pulmu.backend.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code gpu-check.sh} in a bundle whose Java, driver and tools are scripts of a few lines.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "a bundle is for Linux")
class GpuCheckScriptTest {
  private static final List<String> PARTS = List.of(
      "determinism", "bench", "contract", "mnist", "tf32", "cycles", "memcheck", "racecheck");

  /** What the parts ask of Java, in front of what they ask it for. */
  private static final String CONTRACT = "GpuContractTest";

  private static final String DETERMINISM = "GpuTest#threeRunsGiveTheSameBits";
  private static final String SANITIZED = "GpuKernelsTest";

  @TempDir
  private Path temp;

  private Path bundle;
  private Path out;
  private Path tools;
  private Path hooks;

  @BeforeEach
  void aBundle() throws IOException {
    bundle = Files.createDirectory(temp.resolve("a bundle"));
    out = temp.resolve("the results");
    tools = Files.createDirectory(temp.resolve("tools"));
    hooks = Files.createDirectory(temp.resolve("hooks"));
    script(bundle.resolve("gpu-check.sh"), Files.readString(Path.of("gpu-check.sh")));
    Files.createFile(Files.createDirectory(bundle.resolve("lib")).resolve("pulmu.jar"));
    Files.createFile(
        Files.createDirectory(bundle.resolve("mnist")).resolve("train-images-idx3-ubyte.gz"));
    // Says what it is asked for, then does what the test wants, else passes
    script(
        Files.createDirectories(bundle.resolve("jre/bin")).resolve("java"),
        String.format(Locale.ROOT, """
        #!/bin/sh
        flags=
        while :; do
          case $1 in dev.pulmu.*) break ;; *) flags="$flags[$1]"; shift ;; esac
        done
        class=${1##*.}
        file=$2
        asked=${3:-}
        [ "$class" = GpuCheck ] || asked=$class
        echo "$asked" >>'%1$s/asked'
        printf '[%%s]' "$@" >'%1$s/arguments'
        echo "$flags" >'%1$s/flags'
        if [ -f '%1$s'/"$asked" ]; then . '%1$s'/"$asked"; fi
        case $class in Gpu*) echo '{"tests": 1}' >"$file" ;; esac
        echo 'tests = 1'
        """, hooks));
    script(tools.resolve("python3"), "#!/bin/sh\nexit 1\n");
    script(tools.resolve("nvidia-smi"), "#!/bin/sh\necho 'NVIDIA X, 580.65.06'\n");
    script(tools.resolve("compute-sanitizer"), """
        #!/bin/sh
        [ "$1" != --help ] || { echo '  --padding arg'; exit; }
        while :; do
          case $1 in */java) break ;; *) printf '%s ' "$1"; shift ;; esac
        done
        [ ! -f 'HOOKS/sanitizer' ] || . 'HOOKS/sanitizer'
        exec "$@"
        """.replace("HOOKS", hooks.toString()));
  }

  @Test
  void thePartsThatSayMostComeFirstAndSanitizersLast() throws Exception {
    Result result = run();

    assertThat(result.status()).isZero();
    assertThat(asked())
        .containsExactly(
            "machine",
            DETERMINISM,
            "GpuBench",
            CONTRACT,
            "GpuTest#thirtyEpochsOfMnistAreEnough",
            "GpuTest#lossesInTf32AreNearThoseInFp32",
            "GpuTest#aThousandSessionsLeaveNothingBehind",
            SANITIZED,
            SANITIZED);
    JsonNode json = json();
    assertThat(json.get("parts").fieldNames()).toIterable().containsExactlyElementsOf(PARTS);
    assertThat(json.get("passed").asBoolean()).isTrue();
    assertThat(json.get("finished").asBoolean()).isTrue();
    assertThat(json.get("nvidiaSmi").asText()).isEqualTo("NVIDIA X, 580.65.06");
    assertThat(json.get("parts").get("contract").get("result").get("tests").asInt())
        .isOne();
    assertThat(out.resolve("bench.json")).exists();
    assertThat(Files.readString(hooks.resolve("flags")))
        .contains("[-Dorg.bytedeco.javacpp.maxPhysicalBytes=0]", "[-Xmx1g]");
    assertThat(log()).contains("--padding 512").endsWith("gpu-check.log\n");
  }

  @Test
  void withoutAGpuEveryPartSaysSo() throws Exception {
    hook(
        "machine",
        "echo '{\"usable\": false}' >\"$file\"; echo 'FAILED: no NVIDIA driver'; exit 1");

    Result result = run();

    assertThat(result.status()).isEqualTo(1);
    assertThat(asked()).containsExactly("machine");
    assertThat(json().get("machine").get("usable").asBoolean()).isFalse();
    assertThat(json().get("parts").fieldNames()).toIterable().containsExactlyElementsOf(PARTS);
    for (JsonNode part : json().get("parts")) {
      assertThat(part.get("passed").asBoolean()).isFalse();
      assertThat(part.get("reason").asText()).isEqualTo("no usable GPU: no NVIDIA driver");
    }
    assertThat(json().get("finished").asBoolean()).isTrue();
  }

  @Test
  void killedItLeavesAllThatWasKnown() throws Exception {
    hook(CONTRACT, "echo half of it; kill -9 $(ps -o ppid= -p $PPID); exit");

    assertThat(run().status()).isEqualTo(128 + 9);

    JsonNode json = json();
    assertThat(json.get("parts").fieldNames()).toIterable().containsExactly("determinism", "bench");
    assertThat(json.get("parts").get("bench").get("passed").asBoolean()).isTrue();
    assertThat(json.get("running").asText()).isEqualTo("contract");
    assertThat(json.get("finished").asBoolean()).isFalse();
    assertThat(json.get("passed").asBoolean()).isFalse();
    assertThat(out.resolve("bench.json")).exists();
    assertThat(log()).endsWith("==== contract\nhalf of it\n");
  }

  @Test
  void stoppedItEndsWhatItRunsAndSaysSo() throws Exception {
    hook(
        CONTRACT,
        "echo $$ >'" + hooks + "/pid.part'; mv '" + hooks + "/pid.part' '" + hooks
            + "/pid'; exec sleep 600");
    Process process = start();
    while (!Files.exists(hooks.resolve("pid"))) {
      Thread.sleep(10);
    }
    process.toHandle().destroy(); // SIGTERM

    assertThat(result(process).status()).isEqualTo(1);
    JsonNode contract = json().get("parts").get("contract");
    assertThat(contract.get("reason").asText()).isEqualTo("stopped by SIGTERM");
    assertThat(contract.get("passed").asBoolean()).isFalse();
    assertThat(json().get("parts").has("mnist")).isFalse();
    assertThat(json().get("finished").asBoolean()).isFalse();
    long java = Long.parseLong(Files.readString(hooks.resolve("pid")).strip());
    assertThat(ProcessHandle.of(java).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aPartThatIsKilledFailsAndTheNextOnesRun() throws Exception {
    hook(CONTRACT, "kill -9 $$");

    assertThat(run().status()).isEqualTo(1);

    assertThat(reason("contract")).isEqualTo("exit status 137");
    assertThat(json().get("parts").get("cycles").get("passed").asBoolean()).isTrue();
  }

  @Test
  void aPartThatTakesTooLongSaysWhatItSawUntilThen() throws Exception {
    script(tools.resolve("timeout"), """
        #!/bin/sh
        shift 3
        "$@"
        [ ! -f 'HOOKS/late' ] || exit 124
        """.replace("HOOKS", hooks.toString()));
    hook(CONTRACT, "touch '" + hooks + "/late'; echo 'FAILED: 1 is not 2'");

    assertThat(run("--only", "contract").status()).isEqualTo(1);

    assertThat(reason("contract")).isEqualTo("ended after its limit of 300 s; 1 is not 2");
  }

  @Test
  void whenTheTimeIsOverTheRestFails() throws Exception {
    assertThat(run("--seconds", "4", "--only", "contract,tf32").status()).isEqualTo(1);

    assertThat(asked()).containsExactly("machine");
    assertThat(reason("tf32")).isEqualTo("no time left of 4 s");
  }

  @Test
  void anyReasonMakesWellFormedJson() throws Exception {
    hook(DETERMINISM, "printf 'FAILED: \"a\\\\b\"\\tc \\001 ü\\n'; exit 1");

    assertThat(run("--only", "determinism").status()).isEqualTo(1);

    assertThat(reason("determinism")).isEqualTo("\"a\\b\" c  ü");
  }

  @Test
  void aDeviceThatTheSanitizerDoesNotSupportFailsUnlessItMayBeLeftOut() throws Exception {
    hook("sanitizer", "echo '========= Error: Device not supported. Please refer to'; exit 1");

    assertThat(run("--only", "memcheck,tf32").status()).isEqualTo(1);
    assertThat(reason("memcheck"))
        .isEqualTo("compute-sanitizer does not support this device; --without-sanitizer leaves"
            + " this out");

    assertThat(run("--only", "memcheck,tf32", "--without-sanitizer").status()).isZero();
    assertThat(json().get("parts").get("memcheck").get("passed").isNull()).isTrue();
    assertThat(reason("memcheck"))
        .isEqualTo("compute-sanitizer does not support this device, --without-sanitizer");
  }

  @Test
  void withoutMnistItsPartSaysHowToNameIt() throws Exception {
    assertThat(run("--only", "mnist", "--mnist", "/not/there").status()).isEqualTo(1);

    assertThat(reason("mnist"))
        .isEqualTo("no MNIST in /not/there; --mnist FOLDER or PULMU_MNIST names its folder");
  }

  @Test
  void aWrongCallRunsNothing() throws Exception {
    assertThat(run("--only", "contract,speed").err())
        .isEqualTo("gpu-check: there is no part 'speed'\n");
    assertThat(run("--workloads", "A,E").err()).isEqualTo("gpu-check: there is no workload 'E'\n");
    assertThat(run("--seconds").status()).isEqualTo(2);
    assertThat(hooks.resolve("asked")).doesNotExist();
  }

  @Test
  void benchTakesTheWorkloadsThatAreAskedFor() throws Exception {
    assertThat(run("--only", "bench", "--workloads", "A,D8192").status()).isZero();

    assertThat(Files.readString(hooks.resolve("arguments")))
        .isEqualTo("[dev.pulmu.backend.cuda.GpuBench][" + out + "/bench.json][400][A,D8192]");
  }

  @Test
  void theCommandLineRunsWithTheMachinesLibraries() throws Exception {
    Path toolkit = Files.createDirectories(temp.resolve("toolkit/lib64"));
    Files.createFile(toolkit.resolve("libnvrtc.so.13"));
    hook("Main", "echo \"$LD_LIBRARY_PATH\"; exit 3");

    Result result = result(start("--", "train", "two words", "*"));

    assertThat(result.status()).isEqualTo(3);
    assertThat(result.out().strip().split(":")).contains(toolkit.toString());
    assertThat(Files.readString(hooks.resolve("arguments")))
        .isEqualTo("[dev.pulmu.cli.Main][train][two words][*]");
    assertThat(out).doesNotExist();
  }

  private record Result(int status, String out, String err) {}

  private Result run(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--out", out.toString()));
    all.addAll(List.of(arguments));
    return result(start(all.toArray(String[]::new)));
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(bundle.resolve("gpu-check.sh").toString()));
    if (arguments.length == 0) {
      command.addAll(List.of("--out", out.toString()));
    }
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("PULMU_MNIST");
    builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
    builder.environment().put("CUDA_HOME", temp.resolve("toolkit").toString());
    return builder.start();
  }

  private static Result result(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), out, err);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.resolve("gpu-check.json").toFile());
  }

  private String reason(String part) throws IOException {
    return json().get("parts").get(part).get("reason").asText();
  }

  private String log() throws IOException {
    return Files.readString(out.resolve("gpu-check.log"));
  }

  private List<String> asked() throws IOException {
    return Files.readAllLines(hooks.resolve("asked"));
  }

  /** What Java does when it is asked for this. */
  private void hook(String asked, String lines) throws IOException {
    Files.writeString(hooks.resolve(asked), lines + "\n");
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
