package dev.pulmu.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.files.Fields;
import dev.pulmu.files.Json;
import dev.pulmu.recipe.Encoding.AsByte;
import dev.pulmu.recipe.Encoding.OneHot;
import dev.pulmu.recipe.Encoding.Standardised;
import dev.pulmu.recipe.Encoding.YesNo;
import dev.pulmu.text.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads and writes recipes as JSON: its keys stand here. */
final class RecipeJson {
  private RecipeJson() {}

  static String write(Recipe recipe) {
    ObjectNode json = Json.object();
    ArrayNode columns = json.putArray("columns");
    recipe.encodings().forEach(encoding -> write(encoding, columns.addObject()));
    recipe.ids().forEach(json.putArray("ids")::add);
    recipe.targets().names().forEach(json.putArray(Call.word(recipe.targets().kind()))::add);
    ArrayNode scales = json.putArray("targetScales");
    recipe.scales().forEach(scale -> write(scale, scales.addObject()));
    return json.toString();
  }

  private static void write(Encoding encoding, ObjectNode json) {
    json.put("name", encoding.column()).put("kind", Call.word(encoding.kind()));
    switch (encoding.kind()) {
      case NUMBER -> {
        Standardised number = (Standardised) encoding;
        write(number.scale(), json);
        json.put("missing", Call.word(number.missing())).put("indicator", number.indicator());
      }
      case CATEGORY -> ((OneHot) encoding).values().forEach(json.putArray("values")::add);
      case YES_NO -> {
        YesNo answer = (YesNo) encoding;
        json.put("no", answer.no()).put("yes", answer.yes()).put("share", answer.share());
        json.put("missing", Call.word(answer.missing())).put("indicator", answer.indicator());
      }
      case BYTE -> {}
      case ID, SKIP -> throw new IllegalStateException(encoding + " gives no features");
    }
  }

  private static void write(Scale scale, ObjectNode json) {
    json.put("mean", scale.mean()).put("deviation", scale.deviation());
  }

  static Recipe read(String text) {
    JsonNode json;
    try {
      json = Json.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException("the recipe is not JSON", e);
    }
    Fields recipe = new Fields("the recipe", json);
    String labels = Call.word(TargetColumns.Kind.LABELS);
    TargetColumns.Kind kind =
        recipe.has(labels) ? TargetColumns.Kind.LABELS : TargetColumns.Kind.NUMBERS;
    return new Recipe(
        recipe.list("columns", RecipeJson::encoding),
        texts(json, "ids"),
        new TargetColumns(kind, texts(json, Call.word(kind))),
        recipe.list("targetScales", RecipeJson::scale));
  }

  private static Encoding encoding(Fields json) {
    String name = json.text("name");
    return switch (Kind.valueOf(json.text("kind").toUpperCase(Locale.ROOT).replace('-', '_'))) {
      case NUMBER -> new Standardised(name, scale(json), missing(json), truth(json));
      case CATEGORY -> new OneHot(name, texts(json.json(), "values"));
      case YES_NO ->
        new YesNo(
            name,
            json.text("no"),
            json.text("yes"),
            json.real("share"),
            missing(json),
            truth(json));
      case BYTE -> new AsByte(name);
      case ID, SKIP ->
        throw new IllegalArgumentException("the recipe's column '" + name + "' gives no features");
    };
  }

  private static Missing missing(Fields json) {
    return Missing.valueOf(json.text("missing").toUpperCase(Locale.ROOT));
  }

  private static boolean truth(Fields json) {
    return json.json().path("indicator").asBoolean();
  }

  private static Scale scale(Fields json) {
    return new Scale(json.real("mean"), json.real("deviation"));
  }

  private static List<String> texts(JsonNode json, String key) {
    List<String> texts = new ArrayList<>();
    json.path(key).forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
