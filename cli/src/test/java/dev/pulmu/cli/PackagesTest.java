package dev.pulmu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package may know which, and what of a package others can see. */
class PackagesTest {
  private static final String ROOT = "dev.pulmu.";
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package dev\\.pulmu\\.([\\w.]+);");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?dev\\.pulmu\\.([a-z.\\d]+)\\.[A-Z]");

  /** Every package, and behind the arrow those that it knows: each stands above it. */
  private static final String ARROWS = """
      random
      names
      text ← names
      files
      recipe ← names, text, files
      datasets ← random, recipe
      pictures ← files, datasets
      formula
      network ← random, names, text, datasets, formula
      layout ← random, text, network
      kernels ← network, layout
      model.format ← text, files, layout
      model ← text, files, recipe, datasets, network, layout, model.format
      predict ← names, files, recipe, network, layout, kernels, model
      export ← recipe, formula, network, layout, model.format, model
      datasets.nd4j ← files, datasets
      datasets.idx ← files, datasets, datasets.nd4j
      datasets.lookup ← files, datasets, datasets.idx
      datasets.images ← files, datasets, pictures, datasets.lookup
      datasets.csv ← files, recipe, datasets.lookup
      datasets.folder ← names, files, recipe, datasets, datasets.lookup, datasets.csv
      datasets.table ← random, names, text, files, recipe, datasets, datasets.lookup, \
          datasets.csv, datasets.folder
      datasets.digits ← random, datasets, datasets.lookup
      datasets.fetch ← files, datasets, datasets.idx, datasets.lookup, datasets.digits
      datasets.catalog ← names, text, files, recipe, datasets, datasets.idx, \
          datasets.lookup, datasets.images, datasets.folder, datasets.table, datasets.digits, \
          datasets.fetch
      json
      schedule ← names, text
      descent
      optimizer ← names, text, formula, schedule, descent
      plan ← names, text, network, layout, optimizer
      feed ← random, text, datasets, network, schedule, optimizer, plan
      backend ← names, text, datasets, network, layout, descent, optimizer, plan, feed
      backend.nd4j ← random, files, datasets, formula, network, layout, model, optimizer, \
          plan, feed, backend
      metrics ← recipe, datasets, network, layout, backend
      steering ← names, text, datasets, network, backend
      config ← names, text, recipe, datasets, network, model, datasets.lookup, \
          datasets.images, datasets.table, datasets.catalog, schedule, optimizer, plan, feed, \
          steering
      report ← text, files, recipe, network, json, schedule, backend, metrics, steering, \
          config
      checkpoint ← names, text, files, layout, model.format, json
      run ← text, files, datasets, network, layout, model.format, model, datasets.lookup, \
          json, schedule, optimizer, plan, feed, backend, metrics, steering, config, report, \
          checkpoint
      search ← random, names, text, files, datasets, datasets.lookup, json, backend, \
          steering, config, report, run
      backend.cpu ← random, datasets, network, layout, kernels, optimizer, plan, feed, \
          backend
      backend.cuda ← random, text, datasets, network, layout, datasets.lookup, optimizer, \
          plan, feed, backend
      bench.process ← json
      bench.machine ← json, report, bench.process
      bench.task ← names, text, datasets, network, layout, json, schedule, optimizer, plan, \
          feed, backend, config, report, run, bench.process
      bench ← files, datasets, network, layout, schedule, optimizer, plan, backend, report, \
          bench.process, bench.machine, bench.task
      plots ← text
      study ← datasets, datasets.idx, datasets.catalog, plan, feed, backend, config, run, \
          plots
      study.pages ← report, plots, study
      study.plane ← random, formula, schedule, descent, optimizer, plots, study
      study.nets ← random, text, datasets, network, layout, schedule, optimizer, plan, feed, \
          backend, config, run, search, plots, study, study.plane
      study.chapter ← random, names, text, plots, study, study.plane, study.nets
      cli.terminal
      cli.folder ← files, datasets.lookup, datasets.catalog, steering, config, report, \
          checkpoint
      cli.answers ← files, recipe, datasets, pictures, predict, datasets.idx, datasets.table
      cli.lines ← names, text, files, datasets, network, model, datasets.lookup, schedule, \
          plan, feed, backend, metrics, steering, config, report, checkpoint, run, search, \
          bench, plots, study, cli.terminal
      cli ← names, text, files, recipe, datasets, network, layout, model.format, model, \
          predict, export, datasets.idx, datasets.lookup, datasets.images, datasets.csv, \
          datasets.table, datasets.catalog, optimizer, plan, feed, backend, metrics, config, \
          report, checkpoint, run, search, backend.cpu, backend.cuda, bench.task, bench, study, \
          study.pages, study.chapter, cli.terminal, cli.folder, cli.answers, cli.lines
      """;

  private static final JavaClasses PULMU = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("dev.pulmu");

  @Test
  void packagesKnowThoseThatTheirArrowsSayAndNoOthers() throws IOException {
    Map<String, Set<String>> arrows = arrows();
    Map<String, Set<String>> known = known();
    assertThat(known.keySet()).isEqualTo(new TreeSet<>(arrows.keySet()));
    assertThat(known)
        .allSatisfy((name, others) -> assertThat(others)
            .as("what %s knows", name)
            .isEqualTo(new TreeSet<>(arrows.get(name))));
  }

  @Test
  void noArrowPointsDownTheListSoThatThereIsNoCircle() {
    List<String> above = new ArrayList<>();
    arrows().forEach((name, knows) -> {
      assertThat(above).as("stands above %s", name).containsAll(knows);
      above.add(name);
    });
  }

  /** What no other package uses, no map names and no service file is package-private. */
  @Test
  void whatIsPublicIsUsedOrNamedInTheMap() throws IOException {
    Set<String> named = map();
    Set<String> services = services();
    Set<String> used = PULMU.stream()
        .flatMap(from -> from.getDirectDependenciesFromSelf().stream())
        .filter(dependency -> !dependency
            .getOriginClass()
            .getPackageName()
            .equals(dependency.getTargetClass().getPackageName()))
        .map(dependency -> outermost(dependency.getTargetClass()))
        .collect(Collectors.toSet());

    assertThat(used).contains("dev.pulmu.random.Draws");
    assertThat(PULMU)
        .filteredOn(
            type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
        .extracting(JavaClass::getName)
        .as("public types that no other package uses")
        .filteredOn(name -> !used.contains(name) && !services.contains(name))
        .filteredOn(name -> !named.contains(name.substring(name.lastIndexOf('.') + 1)))
        .isEmpty();
  }

  private static Map<String, Set<String>> arrows() {
    Map<String, Set<String>> arrows = new LinkedHashMap<>();
    for (String line : ARROWS.lines().toList()) {
      String[] sides = line.split("←");
      arrows.put(
          sides[0].strip(),
          sides.length < 2 ? Set.of() : Set.of(sides[1].strip().split(",\\s+")));
    }
    return arrows;
  }

  private static Map<String, Set<String>> known() throws IOException {
    Map<String, Set<String>> known = imported();
    for (JavaClass type : PULMU) {
      Set<String> others = known.computeIfAbsent(room(type), name -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith(ROOT))
          .map(PackagesTest::room)
          .filter(other -> !other.equals(room(type)))
          .forEach(others::add);
    }
    return known;
  }

  /** What sources import: of a constant, class files hold the value and not where it is from. */
  private static Map<String, Set<String>> imported() throws IOException {
    Map<String, Set<String>> imported = new TreeMap<>();
    for (Path file : SourceFilesTest.files("src/main/java")) {
      String text = Files.readString(file);
      String name = PACKAGE.matcher(text).results().findFirst().orElseThrow().group(1);
      Set<String> others = imported.computeIfAbsent(name, key -> new TreeSet<>());
      IMPORT
          .matcher(text)
          .results()
          .map(match -> match.group(1))
          .filter(other -> !other.equals(name))
          .forEach(others::add);
    }
    return imported;
  }

  private static String room(JavaClass type) {
    return type.getPackageName().substring(ROOT.length());
  }

  private static String outermost(JavaClass type) {
    return type.getBaseComponentType().getName().replaceFirst("\\$.*", "");
  }

  /** The names in the README's map of the code. */
  private static Set<String> map() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String map = readme.substring(readme.indexOf("\n## Map of the code"));
    return Pattern.compile("`(\\w+)`")
        .matcher(map.substring(0, map.indexOf("\n## ", 1)))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static Set<String> services() throws IOException {
    Set<String> services = new HashSet<>();
    for (Path file : SourceFilesTest.files("src/main/resources/META-INF/services")) {
      try (Stream<String> lines = Files.lines(file)) {
        lines.forEach(services::add);
      }
    }
    return services;
  }
}
