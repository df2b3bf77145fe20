package dev.pulmu.export;

import static dev.pulmu.export.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.pulmu.recipe.Encoding;
import dev.pulmu.recipe.Encoding.OneHot;
import dev.pulmu.recipe.Encoding.Standardised;
import dev.pulmu.recipe.Encoding.YesNo;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Writes a recipe as nodes of a graph: of an input (B,1) for each column of the table, numbers as
 * 64-bit floats and words as strings, it makes the features.
 *
 * <p>All numbers go through the same few nodes side by side, so that a table of thirty columns does
 * not become a graph of two hundred nodes. What the recipe refuses becomes NaN, and so does the
 * answer of its row.
 */
final class RecipeNodes {
  private static final AttributeProto COLUMNS = attribute("axis", 1L);

  private final OnnxGraph graph;

  /** Tensors whose columns are features, in an order of their own. */
  private final List<String> parts = new ArrayList<>();

  /** Which feature each column of the parts is. */
  private final List<Integer> features = new ArrayList<>();

  private RecipeNodes(OnnxGraph graph) {
    this.graph = graph;
  }

  /** A column of numbers: its input, how it is standardised, its first feature. */
  private record NumberColumn(
      String input, Scale scale, Missing missing, boolean indicator, int feature) {}

  /** Adds a recipe; returns the name of the features (B,I), in the recipe's order. */
  static String add(OnnxGraph graph, Recipe recipe) {
    return new RecipeNodes(graph).features(recipe);
  }

  private String features(Recipe recipe) {
    Map<Encoding, String> inputs = new LinkedHashMap<>();
    recipe.encodings().forEach(encoding -> inputs.put(encoding, input(encoding)));
    List<NumberColumn> numbers = new ArrayList<>();
    int feature = 0;
    for (Encoding encoding : recipe.encodings()) {
      String input = inputs.get(encoding);
      switch (encoding.kind()) {
        case NUMBER -> {
          Standardised number = (Standardised) encoding;
          numbers.add(new NumberColumn(
              input, number.scale(), number.missing(), number.indicator(), feature));
        }
        case BYTE ->
          numbers.add(new NumberColumn(input, Scale.NONE, Missing.REFUSE, false, feature));
        case CATEGORY -> category((OneHot) encoding, input, feature);
        case YES_NO -> yesNo((YesNo) encoding, input, feature);
        case ID, SKIP -> throw new IllegalStateException(encoding + " gives no features");
      }
      feature += encoding.width();
    }
    if (!numbers.isEmpty()) {
      numbers(numbers);
    }
    return inOrder();
  }

  private String input(Encoding encoding) {
    DataType type = switch (encoding.kind()) {
      case NUMBER, BYTE -> DataType.DOUBLE;
      case CATEGORY, YES_NO, ID, SKIP -> DataType.STRING;
    };
    return graph.input(encoding.column(), type, 1);
  }

  /**
   * (x − mean) / deviation in 64 bits, as the recipe does it, then 32; a constant column, whose
   * deviation is 0, gives 0 as if that were infinite.
   */
  private void numbers(List<NumberColumn> columns) {
    int count = columns.size();
    double[] means = columns.stream().mapToDouble(column -> column.scale.mean()).toArray();
    double[] deviations = columns.stream()
        .mapToDouble(column -> column.scale.deviation())
        .map(deviation -> deviation == 0 ? Double.POSITIVE_INFINITY : deviation)
        .toArray();
    String x = joined("numbers", columns.stream().map(NumberColumn::input).toList());
    String centred =
        graph.node("numbers.centred", "Sub", List.of(x, graph.doubles("means", means, 1, count)));
    String scaled = graph.node(
        "numbers.scaled",
        "Div",
        List.of(centred, graph.doubles("deviations", deviations, 1, count)));
    String standardised = cast("numbers.standardised", scaled, DataType.FLOAT);
    String finite = graph.node(
        "numbers.finite",
        "Where",
        List.of(
            graph.node("numbers.infinite", "IsInf", List.of(x)),
            graph.scalar(Float.NaN),
            standardised));
    String missing = graph.node("numbers.missing", "IsNaN", List.of(x));
    float[] instead = new float[count];
    for (int i = 0; i < count; i++) {
      instead[i] = columns.get(i).missing == Missing.MEAN ? 0 : Float.NaN;
    }
    String known = graph.node(
        "numbers.known",
        "Where",
        List.of(missing, graph.floats("missing", instead, 1, count), finite));
    part(known, columns.stream().map(NumberColumn::feature).toList());
    indicators(columns, missing);
  }

  private void indicators(List<NumberColumn> columns, String missing) {
    List<Integer> indicators = new ArrayList<>();
    List<Long> places = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).indicator) {
        indicators.add(columns.get(i).feature + 1);
        places.add((long) i);
      }
    }
    if (!indicators.isEmpty()) {
      String all = cast("numbers.indicators", missing, DataType.FLOAT);
      part(places.size() == columns.size() ? all : columns("indicators", all, places), indicators);
    }
  }

  /** The places of words, compared with all places there are: 1 at the one, 0 elsewhere. */
  private void category(OneHot encoding, String input, int feature) {
    int other = encoding.values().size();
    List<String> words = other == 0 ? List.of("") : encoding.values();
    String place = graph.node(
        OnnxGraph.ML,
        encoding.column() + ".place",
        "LabelEncoder",
        List.of(input),
        OnnxGraph.texts("keys_strings", words),
        OnnxGraph.numbers(
            "values_int64s",
            words.stream().map(word -> (long) encoding.place(word)).toList()),
        attribute("default_int64", (long) other));
    long[] places = LongStream.rangeClosed(0, other).toArray();
    String same = graph.node(
        encoding.column() + ".is",
        "Equal",
        List.of(place, graph.longs("places", places, 1, places.length)));
    part(
        cast(encoding.column() + ".features", same, DataType.FLOAT),
        LongStream.of(places).mapToObj(i -> feature + (int) i).toList());
  }

  private void yesNo(YesNo encoding, String input, int feature) {
    Map<String, Float> answers = new LinkedHashMap<>();
    spellings(encoding.no()).forEach(word -> answers.put(word, 0f));
    spellings(encoding.yes()).forEach(word -> answers.put(word, 1f));
    if (encoding.missing() == Missing.MEAN) {
      answers.put("", (float) encoding.share());
    }
    part(number(encoding.column() + ".yes", input, answers, Float.NaN), List.of(feature));
    if (encoding.indicator()) {
      part(number(encoding.column() + ".missing", input, Map.of("", 1f), 0), List.of(feature + 1));
    }
  }

  /** A graph cannot compare words in any case: these are how people write them. */
  private static List<String> spellings(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    String upper = word.toUpperCase(Locale.ROOT);
    int first = word.isEmpty() ? 0 : word.offsetByCodePoints(0, 1);
    return List.of(word, lower, upper, upper.substring(0, first) + lower.substring(first));
  }

  private String number(String name, String input, Map<String, Float> numbers, float otherwise) {
    return graph.node(
        OnnxGraph.ML,
        name,
        "LabelEncoder",
        List.of(input),
        OnnxGraph.texts("keys_strings", List.copyOf(numbers.keySet())),
        OnnxGraph.reals("values_floats", List.copyOf(numbers.values())),
        attribute("default_float", otherwise));
  }

  private void part(String name, List<Integer> places) {
    parts.add(name);
    features.addAll(places);
  }

  private String inOrder() {
    String all = joined("features", parts);
    Long[] order = new Long[features.size()];
    for (int i = 0; i < order.length; i++) {
      order[features.get(i)] = (long) i;
    }
    boolean ordered =
        Arrays.equals(order, LongStream.range(0, order.length).boxed().toArray());
    return ordered ? all : columns("ordered", all, List.of(order));
  }

  private String joined(String name, List<String> columns) {
    return columns.size() == 1 ? columns.get(0) : graph.node(name, "Concat", columns, COLUMNS);
  }

  private String columns(String name, String all, List<Long> which) {
    long[] places = which.stream().mapToLong(Long::longValue).toArray();
    return graph.node(
        name, "Gather", List.of(all, graph.longs("columns", places, places.length)), COLUMNS);
  }

  private String cast(String name, String value, DataType type) {
    return graph.node(name, "Cast", List.of(value), attribute("to", (long) type.getNumber()));
  }
}
