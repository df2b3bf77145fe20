package dev.pulmu.cli;

import dev.pulmu.backend.Backend;
import dev.pulmu.cli.lines.Figure;
import dev.pulmu.config.RunConfig;
import dev.pulmu.config.Settings;
import dev.pulmu.datasets.Shape;
import dev.pulmu.model.Model;
import dev.pulmu.model.Provenance;
import dev.pulmu.network.Architecture;
import dev.pulmu.plan.Plan;
import dev.pulmu.recipe.Column;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The command {@code pulmu describe}: prints the plan that a run would follow, or what is in a
 * saved model.
 */
@Command(
    name = "describe",
    description = "Shows the plan of a network, or what is in a saved model.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    modelTransformer = ConfigOptions.OfPlan.class,
    footer = {
      "",
      "Examples:",
      "  pulmu describe --hidden 100,100 --batch-norm",
      "  pulmu describe --hidden 100,100 --batch-norm --backend cuda",
      "  pulmu describe --inputs 4 --classes 3 --hidden none --optimizer sgd",
      "  pulmu describe --network '28x28: dense(300) tanh, dense(10)'",
      "  pulmu describe runs/small"
    })
final class DescribeCommand implements Callable<Integer> {
  @Spec
  private CommandSpec command;

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "A model's file, or a run's directory.")
  private Optional<Path> path;

  @Option(
      names = "--inputs",
      paramLabel = "N",
      description = "Numbers of one sample. Default: as --network says, or 784")
  private Optional<Integer> inputs;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "Classes to tell apart, or numbers to give. Default: as --network says, or 10")
  private Optional<Integer> classes;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description =
          "Shows what this backend runs, too: cuda the nodes of a step, also without a GPU.")
  private String backend;

  @Override
  public Integer call() {
    PrintWriter lines = command.commandLine().getOut();
    if (path.isPresent()) {
      requireNoOptions();
      Model model = Model.load(path.get());
      lines.print(model.state().layout().describeNetwork());
      lines.println();
      describe(model, lines);
    } else {
      RunConfig config = ConfigOptions.read(command);
      Plan plan = Refusals.checked(command, () -> plan(config));
      lines.print(plan.describe());
      if (backend != null) {
        lines.println();
        lines.print(Refusals.checked(command, () -> Backend.named(backend)).describe(plan));
      }
    }
    lines.flush();
    return 0;
  }

  private Plan plan(RunConfig config) {
    Architecture network = config.get(Settings.NETWORK);
    return config.plan(
        inputs.or(() -> network.input().map(Shape::size)).orElse(784),
        classes.or(network::outputs).orElse(10),
        rows(config));
  }

  private int rows(RunConfig config) {
    return config
        .get(Settings.BATCH)
        .orElseThrow(() -> new IllegalArgumentException(
            "there is no data whose rows could be counted; give --batch a number"));
  }

  private void requireNoOptions() {
    ParseResult parsed = command.commandLine().getParseResult();
    Stream<String> sizes = Stream.of("--inputs", "--classes").filter(parsed::hasMatchedOption);
    List<String> given =
        Stream.concat(sizes, ConfigOptions.given(command).stream()).toList();
    if (!given.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "a saved model has its own network; leave out " + String.join(", ", given));
    }
  }

  private static void describe(Model model, PrintWriter lines) {
    Provenance provenance = model.provenance();
    model.table().ifPresent(table -> {
      lines.println("features:      " + String.join(", ", table.features()));
      lines.println(
          "targets:       " + Settings.TARGETS.writer().apply(Optional.of(table.targets())));
    });
    model.recipe().ifPresent(recipe -> {
      lines.println("columns:       "
          + recipe.encodings().stream()
              .map(encoding -> new Column(encoding.column(), encoding.kind()).text())
              .collect(Collectors.joining(", ")));
      lines.println(
          "targets:       " + Settings.TARGETS.writer().apply(Optional.of(recipe.targets())));
    });
    if (!model.classNames().isEmpty()) {
      lines.println("classes:       " + String.join(", ", model.classNames()));
    }
    lines.println("normalisation: value * " + model.normalisation().scale() + " + "
        + model.normalisation().shift());
    lines.println("trained on:    " + provenance.dataset() + " " + provenance.datasetSha256());
    lines.println("trained by:    " + provenance.backend() + ", seed " + provenance.seed()
        + ", commit " + provenance.commit());
    lines.println("weights:       " + provenance.weightsSha256());
    provenance
        .testAccuracy()
        .ifPresent(accuracy -> lines.println("test accuracy: " + Figure.share(accuracy)));
  }
}
