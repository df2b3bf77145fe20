package dev.pulmu.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which part of Pulmu may know which; Maven keeps the arrows between modules, this the rest. */
class ArchitectureTest {
  private static final String ELEMENT_RULE = "dev.pulmu.optimizer.ElementRule";

  private static final JavaClasses PULMU = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("dev.pulmu");

  @Test
  void randomNumbersKnowNothingElse() {
    noClasses()
        .that()
        .resideInAPackage("dev.pulmu.random..")
        .should()
        .dependOnClassesThat(pulmuOutside("dev.pulmu.random.."))
        .check(PULMU);
  }

  @Test
  void namesKnowNothingElse() {
    noClasses()
        .that()
        .resideInAPackage("dev.pulmu.names..")
        .should()
        .dependOnClassesThat(pulmuOutside("dev.pulmu.names.."))
        .check(PULMU);
  }

  @Test
  void dataSetsKnowRandomNumbersAndNamesOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.pulmu.datasets..")
        .should()
        .dependOnClassesThat(
            pulmuOutside("dev.pulmu.datasets..", "dev.pulmu.random..", "dev.pulmu.names.."))
        .check(PULMU);
  }

  @Test
  void nothingKnowsTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.pulmu.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.pulmu.cli..", "picocli..")
        .check(PULMU);
  }

  @Test
  void onlyBackendsModelsAndDataSetsTouchNd4jArrays() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.pulmu.backend",
            "dev.pulmu.backend.nd4j..",
            "dev.pulmu.model..",
            "dev.pulmu.datasets..")
        .and()
        .doNotHaveFullyQualifiedName("dev.pulmu.bench.machine.MatmulPeak")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.nd4j..")
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
            "dev\\.pulmu\\.backend\\.cuda\\.(Presets|DriverResult|Blas|Nvrtc)(\\$.*)?")
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

  /** So that no kernel is slow in the first steps. */
  @Test
  void theWarmUpRunsEveryKernel() {
    String warmUp = "dev.pulmu.backend.cpu.WarmUp";
    Set<String> run = PULMU.get(warmUp).getMethodCallsFromSelf().stream()
        .map(call -> call.getTarget().getName())
        .collect(Collectors.toSet());
    Set<String> kernels = PULMU.get("dev.pulmu.backend.cpu.Kernels").getMethods().stream()
        .map(JavaMethod::getName)
        .filter(name -> !name.equals("describe"))
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
        .resideInAPackage("dev.pulmu.backend.cpu..")
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

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.pulmu.(*)..").should().beFreeOfCycles().check(PULMU);
  }

  /**
   * So that it times every backend alike, and the libraries beside them stay in their processes.
   */
  @Test
  void benchmarksKnowTheEngineOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.pulmu.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.pulmu.backend.*..",
            "org.bytedeco..",
            "org.deeplearning4j..",
            "ai.djl..",
            "dev.pulmu.checkpoint..")
        .check(PULMU);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.pulmu.bench..", "dev.pulmu.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.pulmu.bench..")
        .check(PULMU);
  }

  /** Studies train as anybody does who embeds the engine; charts are their business alone. */
  @Test
  void studiesKnowTheEngineAndKeepTheirChartsToThemselves() {
    noClasses()
        .that()
        .resideInAPackage("dev.pulmu.study..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.pulmu.backend.*..", "dev.pulmu.bench..", "dev.pulmu.checkpoint..", "org.nd4j..")
        .check(PULMU);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.pulmu.study..", "dev.pulmu.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.pulmu.study..")
        .check(PULMU);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.pulmu.study..")
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

  private static DescribedPredicate<JavaClass> pulmuOutside(String... packages) {
    return resideInAPackage("dev.pulmu..")
        .and(DescribedPredicate.not(resideInAnyPackage(packages)));
  }

  private static DescribedPredicate<JavaAccess<?>> isAnElementRulesHost() {
    return describe(
        "are ElementRule.host",
        access -> name("host").test(access.getTarget())
            && assignableTo(ELEMENT_RULE).test(access.getTargetOwner()));
  }
}
