package dev.pulmu.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the launcher in a small checkout whose wrapper and JDKs are scripts of one or two lines. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "pulmu is for POSIX shells")
class LauncherTest {
  private static final List<String> TOOLS =
      List.of("cat cp find grep head ln mkdir mv readlink rm sed sleep tail".split(" "));

  @TempDir
  private Path temp;

  private Path root;
  private Path path;
  private Path source;

  @BeforeEach
  void checkout() throws IOException {
    root = Files.createDirectory(temp.resolve("a checkout"));
    script(root.resolve("pulmu"), Files.readString(Path.of("..", "pulmu")));
    script(root.resolve("mvnw"), """
        #!/bin/sh
        echo "$*" >>builds
        sleep 0.2
        if [ -f broken ]; then echo 'cannot find symbol'; exit 1; fi
        mkdir -p cli/target/pulmu/lib bench/target/peers
        """);
    source = Files.createDirectories(root.resolve("cli/src/main/java")).resolve("Main.java");
    Files.createFile(source);
    Files.createFile(root.resolve("pom.xml"));
    Files.createFile(root.resolve("cli/pom.xml"));
    path = Files.createDirectory(temp.resolve("bin"));
    for (String tool : TOOLS) {
      String bin = Files.exists(Path.of("/usr/bin", tool)) ? "/usr/bin/" : "/bin/";
      script(path.resolve(tool), "#!/bin/sh\nexec " + bin + tool + " \"$@\"\n");
    }
  }

  @Test
  void argumentsArriveAsTheyWereFromAnyFolderAndThroughLinks() throws Exception {
    Files.createSymbolicLink(temp.resolve("link"), root.resolve("pulmu"));
    Path linkToLink = Files.createSymbolicLink(temp.resolve("link to link"), Path.of("link"));

    Result result = run(linkToLink, jdk("17.0.15"), "train", "two words", "*", "");

    assertThat(result.out())
        .endsWith("[-cp][" + root
            + "/cli/target/pulmu/lib/*][dev.pulmu.cli.Main][train][two words][*][]");
  }

  @Test
  void itBuildsOnFirstUseAndWhenSourcesAreNewer() throws Exception {
    Path jdk = jdk("17.0.15");

    assertThat(run(jdk).err()).contains("building Pulmu (first use; about a minute)");
    assertThat(run(jdk).err()).isEmpty();
    assertThat(builds()).isEqualTo(1);

    Files.writeString(source, "class Main {}");
    assertThat(run(jdk).err()).contains("building (sources are newer)");
    Files.delete(source);
    assertThat(run(jdk).err()).contains("building (sources are newer)");
    assertThat(run(jdk).err()).isEmpty();
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void aBuildThatFailsShowsWhyAndRunsNothing() throws Exception {
    run(jdk("17.0.15"));
    Files.writeString(source, "class Main {");
    Files.createFile(root.resolve("broken"));

    Result result = run(jdk("17.0.15"));

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("cannot find symbol").contains("target/pulmu-build.log");
    assertThat(run(jdk("17.0.15")).exit()).isEqualTo(1);
  }

  @Test
  void launchesAtTheSameTimeBuildOnce() throws Exception {
    Path jdk = jdk("17.0.15");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(start(root.resolve("pulmu"), jdk, Map.of()));
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void theLockOfADeadProcessIsTakenOver() throws Exception {
    Process dead = new ProcessBuilder("/bin/sh", "-c", "exit 0").start();
    dead.waitFor();
    Path lock = Files.createDirectory(root.resolve("target")).resolve("pulmu.lock");
    Files.createSymbolicLink(lock, Path.of(Long.toString(dead.pid())));

    assertThat(run(jdk("17.0.15")).exit()).isZero();
    assertThat(Files.isSymbolicLink(lock)).isFalse();
  }

  @Test
  void withoutAJdkItSaysWhereItLooked() throws Exception {
    Result result = run((Path) null);

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .contains("JAVA_HOME: not set; PATH: no java", "Install");
  }

  @Test
  void aJavaHomeThatIsTooOldGivesWayToPath() throws Exception {
    Path jdk = jdk("21.0.1");
    Files.createSymbolicLink(path.resolve("java"), jdk.resolve("bin/java"));

    Result result = run(jdk("1.8.0_402"));

    assertThat(result.exit()).isZero();
    assertThat(result.err()).contains("JAVA_HOME: Java 1.8.0_402", "using " + jdk + " from PATH");
  }

  @Test
  void aRuntimeWithoutCompilerRunsButDoesNotBuild() throws Exception {
    Path jre = jdk("17.0.15");
    Files.delete(jre.resolve("bin/javac"));

    assertThat(run(jre).err()).contains("has no javac, and Pulmu has to be built first");
    run(jdk("25.0.3"));
    assertThat(run(jre).exit()).isZero();
  }

  @Test
  void flagsFitTheJdkAndTheUsersComeLast() throws Exception {
    String quiet = "[--enable-native-access=ALL-UNNAMED][--sun-misc-unsafe-memory-access=allow]";

    assertThat(run(jdk("17.0.15")).out()).doesNotContain("[--", "Spilling").startsWith("PASSIVE ");
    assertThat(run(jdk("25")).out()).contains(quiet + "[-cp]", "[-XX:-UseFPUForSpilling]");
    Map<String, String> user =
        Map.of("PULMU_JAVA_OPTS", "-Xmx3g  -Dx=*", "OMP_WAIT_POLICY", "ACTIVE");
    assertThat(result(start(root.resolve("pulmu"), jdk("25"), user)).out())
        .startsWith("ACTIVE ")
        .contains(quiet + "[-Xmx3g][-Dx=*][-cp]");
  }

  @Test
  void theJvmCompilesVectorCodeSoon() throws Exception {
    String flags = run(jdk("17.0.15")).out();

    assertThat(flags).contains("[-XX:CompileCommandFile=" + root + "/predict/kernels.hotspot]");
    assertThat(flags.contains("[-XX:CICompilerCount=6]"))
        .isEqualTo(Runtime.getRuntime().availableProcessors() < 8);
    assertThat(Path.of("..", "predict", "kernels.hotspot")).isRegularFile();
  }

  @Test
  void commandsThatTrainOrEvaluateHaveTheVectorApiWhereTheJdkHasIt() throws Exception {
    Path launcher = root.resolve("pulmu");
    Path without = jdk("17.0.15");
    Path with = jdk("25.0.3");
    Files.writeString(
        with.resolve("release"),
        "JAVA_VERSION=\"25.0.3\"\nMODULES=\"java.base jdk.incubator.vector jdk.jfr\"\n");
    String vectors = "[--add-modules][jdk.incubator.vector]";

    for (String command : List.of("train", "search", "evaluate", "predict", "replay", "devices")) {
      assertThat(run(launcher, with, command).out()).contains("[-XX:+UseParallelGC]", vectors);
      assertThat(run(launcher, without, command).out()).doesNotContain(vectors);
    }
    assertThat(run(launcher, with, "--stacktrace", "train").out()).contains(vectors);
    assertThat(run(launcher, with, "datasets").out()).doesNotContain(vectors);
    assertThat(run(with).out()).doesNotContain(vectors);
  }

  @Test
  void aBuildLeavesClassesThatLaunchesOfItsJdkTake() throws Exception {
    Path jdk = jdk("17.0.15");
    script(jdk.resolve("bin/java"), """
        #!/bin/sh
        printf '[%s]' "$@"
        for flag; do
          case $flag in
            -XX:ArchiveClassesAtExit=*) : >"${flag#*=}" ;;
          esac
        done
        """);
    String take =
        "[-Xlog:cds*=off][-XX:SharedArchiveFile=" + root + "/cli/target/pulmu/classes-17.0.15.jsa]";

    assertThat(run(jdk).out()).contains(take).doesNotContain("ArchiveClassesAtExit");
    assertThat(run(jdk).out()).contains(take).doesNotContain("ArchiveClassesAtExit");
    assertThat(run(jdk("25.0.3")).out()).doesNotContain("SharedArchiveFile");
    assertThat(root.resolve("target")).isDirectoryNotContaining("glob:**classes-run*");
  }

  @Test
  void rowsLieOnLargePagesWhereTheKernelGivesThem() throws Exception {
    Path launcher = root.resolve("pulmu");
    String large = "[-XX:+UseTransparentHugePages]";

    for (String enabled : List.of("always [madvise] never", "[always] madvise never")) {
      script(path.resolve("cat"), "#!/bin/sh\necho '" + enabled + "'\n");
      assertThat(run(launcher, jdk("17.0.15"), "train").out()).contains(large);
    }
    script(path.resolve("cat"), "#!/bin/sh\necho 'always madvise [never]'\n");
    assertThat(run(launcher, jdk("17.0.15"), "train").out()).doesNotContain(large);
    script(path.resolve("cat"), "#!/bin/sh\nexit 1\n");
    assertThat(run(launcher, jdk("17.0.15"), "train").out()).doesNotContain(large);
  }

  @ParameterizedTest
  @CsvSource({
    "'9.0, 580.65.06', -Pcuda13",
    "'12.0, 590.1.2', -Pcuda13",
    "'8.9, 550.54.14', -Pcuda",
    "'6.1, 580.65.06', -Pcuda",
    "'8.6, 470.256.02', ''",
    "No devices were found, ''"
  })
  void itBuildsWhatFitsTheFirstGpu(String gpu, String flag) throws Exception {
    gpus(gpu, "9.0, 580.65.06");

    assertThat(run(jdk("17.0.15")).exit()).isZero();

    assertThat(lastBuild())
        .isEqualTo("-B -q -DskipTests " + flag + (flag.isEmpty() ? "" : " ") + "package");
  }

  @Test
  void aDriverThatDoesNotAnswerIsNoGpu() throws Exception {
    script(path.resolve("nvidia-smi"), "#!/bin/sh\necho 'has failed'; echo oops >&2; exit 9\n");

    assertThat(run(jdk("17.0.15")).err().lines())
        .containsExactly("pulmu: building Pulmu (first use; about a minute)…");
    assertThat(lastBuild()).doesNotContain("-P");
  }

  @Test
  void anotherProfileIsAnotherBuild() throws Exception {
    Path jdk = jdk("17.0.15");
    Path launcher = root.resolve("pulmu");
    gpus("9.0, 580.65.06");

    Result first = run(launcher, jdk, "--profile", "cuda", "train", "--profile", "x");
    assertThat(first.out()).endsWith("[dev.pulmu.cli.Main][train][--profile][x]");
    assertThat(lastBuild()).contains("-Pcuda ");
    assertThat(run(launcher, jdk, "--profile=cuda").err()).isEmpty();

    assertThat(result(start(launcher, jdk, Map.of("PULMU_PROFILE", "cpu"))).err())
        .contains("building for profile cpu (the last build was for cuda)");
    assertThat(lastBuild()).doesNotContain("-P");
    assertThat(run(jdk).err()).contains("cuda13 (the last build was for cpu)", "downloads");
    assertThat(lastBuild()).contains("-Pcuda13");
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void aBenchmarkWithPeersBuildsThemOnce() throws Exception {
    Path jdk = jdk("17.0.15");
    Path launcher = root.resolve("pulmu");
    Path pom = Files.createDirectories(root.resolve("bench/peers")).resolve("pom.xml");
    Files.createFile(pom);
    Path peer = Files.createDirectories(root.resolve("bench/peers/djl/src")).resolve("Peer.java");
    Files.createFile(peer.resolveSibling("../pom.xml"));
    Files.createFile(peer);

    assertThat(run(launcher, jdk, "bench").err()).doesNotContain("libraries");
    assertThat(run(launcher, jdk, "train", "--peers").err()).isEmpty();
    Result first = run(launcher, jdk, "bench", "--json", "x", "--peers");
    assertThat(first.err()).contains("building the other libraries", "downloads 0.3 GB once");
    assertThat(first.out()).contains("[-Dpulmu.root=" + root + "]").endsWith("[x][--peers]");
    assertThat(lastBuild()).contains("-Ppeers -pl bench/peers/dl4j,");
    assertThat(run(launcher, jdk, "bench", "--peers").err()).isEmpty();
    assertThat(builds()).isEqualTo(2);

    Files.writeString(peer, "class Peer {");
    Files.createFile(root.resolve("broken"));
    Result broken = run(launcher, jdk, "bench", "--peers");
    assertThat(broken.exit()).isEqualTo(1);
    assertThat(broken.err()).contains("cannot find symbol", "'./pulmu bench' does without them");
  }

  @Test
  void anUnknownProfileIsRefusedInOneLine() throws Exception {
    for (List<String> arguments : List.of(
        List.of("--profile", "rocm", "train"), List.of("--profile"), List.of("--profile="))) {
      Result result = run(root.resolve("pulmu"), jdk("17.0.15"), arguments.toArray(String[]::new));
      String came = arguments.size() > 1 ? "rocm" : "?";

      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err())
          .isEqualTo("pulmu: no profile '" + came + "'; known: cpu, cuda, cuda13\n");
    }
    assertThat(root.resolve("builds")).doesNotExist();
  }

  @Test
  void nd4jStaysOnTheHostWhereItsCudaBackendHasNoCodeForTheGpu() throws Exception {
    Path launcher = root.resolve("pulmu");
    Path jdk = jdk("17.0.15");

    gpus("8.9, 550.54.14");
    assertThat(run(launcher, jdk, "--profile", "cuda").out()).startsWith("PASSIVE  [");
    gpus("9.0, 550.54.14");
    assertThat(run(launcher, jdk, "--profile", "cuda").out()).startsWith("PASSIVE 200 [");
    Files.delete(path.resolve("nvidia-smi"));
    assertThat(run(launcher, jdk, "--profile", "cuda").out()).startsWith("PASSIVE 200 [");
    assertThat(run(launcher, jdk, "--profile", "cpu").out()).startsWith("PASSIVE  [");
  }

  private record Result(int exit, String out, String err) {}

  private Result run(Path javaHome) throws Exception {
    return run(root.resolve("pulmu"), javaHome);
  }

  private Result run(Path launcher, Path javaHome, String... arguments) throws Exception {
    return result(start(launcher, javaHome, Map.of(), arguments));
  }

  private static Result result(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), UTF_8).stripTrailing();
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), out, err);
  }

  private Process start(Path launcher, Path javaHome, Map<String, String> more, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
    builder.environment().clear();
    builder.environment().put("PATH", path.toString());
    if (javaHome != null) {
      builder.environment().put("JAVA_HOME", javaHome.toString());
    }
    builder.environment().putAll(more);
    return builder.start();
  }

  private long builds() throws IOException {
    return Files.readAllLines(root.resolve("builds")).size();
  }

  private String lastBuild() throws IOException {
    List<String> builds = Files.readAllLines(root.resolve("builds"));
    return builds.get(builds.size() - 1);
  }

  /** A driver that answers with these lines. */
  private void gpus(String... lines) throws IOException {
    script(
        path.resolve("nvidia-smi"),
        "#!/bin/sh\n[ \"$*\" = '--query-gpu=compute_cap,driver_version --format=csv,noheader' ]"
            + " && echo '" + String.join("\n", lines) + "'\n");
  }

  /** A JDK whose java prints its environment and its arguments. */
  private Path jdk(String version) throws IOException {
    Path home = temp.resolve("jdk " + version);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), """
        #!/bin/sh
        printf '%s %s ' "$OMP_WAIT_POLICY" "${BACKEND_PRIORITY_CPU:-}"
        printf '[%s]' "$@"
        """);
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    return home;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
