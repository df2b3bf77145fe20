package dev.pulmu.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.pulmu.backend.Session;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What of others each part of Pulmu may use; {@link PackagesTest} has the arrows between ours. */
class ArchitectureTest {
  private static final String ELEMENT_RULE = "dev.pulmu.optimizer.ElementRule";

  private static final Set<String> UNRELIABLE = Set.of(
      "shuffle",
      "getRandom",
      "rand",
      "randn",
      "argMax",
      "argmax",
      "argMin",
      "createFromNpyFile",
      "createFromNpzFile",
      "createNpyFromInputStream",
      "createNpyFromByteArray",
      "readNpy",
      "writeAsNumpy",
      "toNpyByteArray");

  private static final JavaClasses PULMU = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("dev.pulmu");

  @Test
  void onlyTheCommandLineKnowsPicocli() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.pulmu.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(PULMU);
  }

  /** Studies and benchmarks listen to it. */
  @Test
  void thereIsOneTrainingLoop() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.pulmu.run.Training")
        .should()
        .callMethod(Session.class, "train", long.class, long.class)
        .check(PULMU);
  }

  @Test
  void onlyTheRoomsOfNd4jTouchItsArrays() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.pulmu.backend.nd4j", "dev.pulmu.datasets.nd4j")
        .and()
        .doNotHaveFullyQualifiedName("dev.pulmu.bench.machine.MatmulPeak")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.nd4j..")
        .check(PULMU);
  }

  /**
   * Each gives other numbers than it says on some valid input; the scripts in findings show how.
   */
  @Test
  void nothingShufflesScalesReadsOrMeasuresByNd4j() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.pulmu.bench.machine.MatmulPeak") // any numbers will do
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.nd4j.evaluation..",
            "org.nd4j.linalg.api.rng..",
            "org.datavec.image..",
            "org.datavec.local..",
            "org.datavec.api.transform.filter..")
        .orShould()
        .dependOnClassesThat(describe(
            "normalizers of ND4J but for the question whether there is one",
            type -> type.getPackageName().equals("org.nd4j.linalg.dataset.api.preprocessor")
                && !type.getSimpleName().equals("DataNormalization")))
        .orShould()
        .callMethodWhere(describe(
            "a shuffle, a random number, the place of the largest, a .npy file",
            call -> call.getTargetOwner().getPackageName().startsWith("org.nd4j")
                && UNRELIABLE.contains(call.getTarget().getName())))
        .check(PULMU);
  }

  @Test
  void onlyTheExportKnowsProtocolBuffers() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.pulmu.export")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.onnx..", "com.google.protobuf..", "org.tribuo..")
        .check(PULMU);
  }

  /** So that a program which only uses a trained network needs no library but Gson. */
  @Test
  void theLowestModuleKnowsTheJdkAndGsonOnly() throws IOException {
    Path sources = Path.of("..", "predict", "src", "main", "java");
    String[] lowest = SourceFilesTest.files("src/main/java").stream()
        .filter(file -> file.startsWith(sources))
        .map(file ->
            sources.relativize(file.getParent()).toString().replace(File.separatorChar, '.'))
        .distinct()
        .toArray(String[]::new);
    assertThat(lowest).contains("dev.pulmu.network", "dev.pulmu.model");
    classes()
        .that()
        .resideInAnyPackage(lowest)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(lowest)
            .or(resideInAnyPackage(
                "java..", "javax.imageio..", "jdk.incubator.vector..", "com.google.gson..")))
        .check(PULMU);
  }

  @Test
  void theNd4jBackendUsesNd4jOperationsOnly() {
    assertThat(PULMU.contain(ELEMENT_RULE)).as("%s exists", ELEMENT_RULE).isTrue();
    noClasses()
        .that()
        .resideInAPackage("dev.pulmu.backend.nd4j..")
        .should()
        .accessTargetWhere(isAnElementRulesHost())
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("org.deeplearning4j.nn..")
        .check(PULMU);
  }

  /** So that the engine runs on anything else that is a Gpu, and compiles with two CUDAs. */
  @Test
  void fourClassesCallThePresetsOfCuda() {
    noClasses()
        .that()
        .haveNameNotMatching(
            "dev\\.pulmu\\.backend\\.cuda\\.(DriverGpu|DriverResult|Blas|Nvrtc)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco.cuda..")
        .check(PULMU);
  }

  @Test
  void theCudaBackendUsesNoArraysOfNd4j() {
    noClasses()
        .that()
        .resideInAPackage("dev.pulmu.backend.cuda..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.nd4j..")
        .check(PULMU);
  }

  /** So that no kernel is slow in the first steps, which never have use for {@code row}. */
  @Test
  void theWarmUpRunsEveryKernelOfTraining() {
    String warmUp = "dev.pulmu.backend.cpu.WarmUp";
    Set<String> run = PULMU.get(warmUp).getMethodCallsFromSelf().stream()
        .map(call -> call.getTarget().getName())
        .collect(Collectors.toSet());
    Set<String> kernels = PULMU.get("dev.pulmu.kernels.Kernels").getMethods().stream()
        .filter(method -> !method.getModifiers().contains(JavaModifier.STATIC))
        .map(JavaMethod::getName)
        .filter(name -> !Set.of("describe", "row").contains(name))
        .collect(Collectors.toSet());
    assertThat(kernels).isNotEmpty();
    assertThat(run).containsAll(kernels);
  }

  /**
   * What a kernel cannot say the class of (ADR 16): vectors that conversions give, and those that a
   * vector's methods make of a number. On JDK 17 they may be objects for as long as the JVM runs.
   */
  @Test
  void kernelsCallNothingOfAVectorWhoseClassIsAGuess() {
    noClasses()
        .that()
        .resideInAPackage("dev.pulmu.kernels..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("jdk\\.incubator\\.vector\\.(Int|Short|Long|Double)Vector")
        .orShould()
        .callMethodWhere(describe(
            "a vector spreads a number",
            call -> call.getTargetOwner().getPackageName().equals("jdk.incubator.vector")
                && call.getTarget().getRawParameterTypes().stream()
                    .anyMatch(name("float").or(name("byte")).or(name("long"))::test)
                && !name("jdk.incubator.vector.VectorSpecies")
                    .test(call.getTarget().getRawParameterTypes().get(0))))
        .check(PULMU);
  }

  /**
   * Whose bits hang on the width of vectors, on the JDK, or on whether the code is compiled yet. Of
   * {@link Math} it is the build that refuses such functions.
   */
  @Test
  void vectorsComputeNoFunctionsAndNoSumsAcross() {
    Set<String> functions = Set.of(
        "ACOS", "ASIN", "ATAN", "ATAN2", "CBRT", "COS", "COSH", "EXP", "EXPM1", "HYPOT", "LOG",
        "LOG10", "LOG1P", "POW", "SIN", "SINH", "TAN", "TANH");
    noClasses()
        .should()
        .accessTargetWhere(describe(
            "a function of VectorOperators, or a reduction",
            access -> name("jdk.incubator.vector.VectorOperators").test(access.getTargetOwner())
                    && functions.contains(access.getTarget().getName())
                || access.getTargetOwner().getPackageName().equals("jdk.incubator.vector")
                    && access.getTarget().getName().startsWith("reduceLanes")))
        .check(PULMU);
  }

  /**
   * So that it times every backend alike, and the libraries beside them stay in their processes.
   */
  @Test
  void benchmarksKnowNoOtherLibrary() {
    noClasses()
        .that()
        .resideInAPackage("dev.pulmu.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco..", "org.deeplearning4j..", "ai.djl..")
        .check(PULMU);
  }

  @Test
  void onlyPlotsKnowHowToDraw() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.pulmu.plots")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jfree..", "org.apache.batik..")
        .check(PULMU);
  }

  /** But for a benchmark's processes, whose last line is their answer. */
  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.pulmu.cli..")
        .and()
        .doNotHaveFullyQualifiedName("dev.pulmu.bench.process.Reply")
        .should()
        .accessField(System.class, "out")
        .check(PULMU);
  }

  @Test
  void noClassIsNamedForHavingNoName() {
    noClasses()
        .should()
        .haveNameMatching(".*[.$](Abstract\\w*|\\w*Util\\w*|\\w*(Helper|Manager|Impl))")
        .check(PULMU);
  }

  private static DescribedPredicate<JavaAccess<?>> isAnElementRulesHost() {
    return describe(
        "are ElementRule.host",
        access -> name("host").test(access.getTarget())
            && assignableTo(ELEMENT_RULE).test(access.getTargetOwner()));
  }
}
