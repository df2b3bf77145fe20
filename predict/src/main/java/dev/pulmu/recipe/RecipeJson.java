package dev.pulmu.recipe;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pulmu.files.Fields;
import dev.pulmu.files.Json;
import dev.pulmu.recipe.Encoding.AsByte;
import dev.pulmu.recipe.Encoding.OneHot;
import dev.pulmu.recipe.Encoding.Standardised;
import dev.pulmu.recipe.Encoding.YesNo;
import dev.pulmu.text.Call;
import java.util.Locale;

/** Reads and writes recipes as JSON: its keys stand here. */
final class RecipeJson {
  private RecipeJson() {}

  static String write(Recipe recipe) {
    JsonObject json = new JsonObject();
    JsonArray columns = new JsonArray();
    recipe.encodings().forEach(encoding -> columns.add(json(encoding)));
    json.add("columns", columns);
    json.add("ids", Json.texts(recipe.ids()));
    json.add(Call.word(recipe.targets().kind()), Json.texts(recipe.targets().names()));
    JsonArray scales = new JsonArray();
    for (Scale scale : recipe.scales()) {
      JsonObject target = new JsonObject();
      write(scale, target);
      scales.add(target);
    }
    json.add("targetScales", scales);
    return json.toString();
  }

  private static JsonObject json(Encoding encoding) {
    JsonObject json = new JsonObject();
    json.addProperty("name", encoding.column());
    json.addProperty("kind", Call.word(encoding.kind()));
    switch (encoding.kind()) {
      case NUMBER -> {
        Standardised number = (Standardised) encoding;
        write(number.scale(), json);
        json.addProperty("missing", Call.word(number.missing()));
        json.addProperty("indicator", number.indicator());
      }
      case CATEGORY -> json.add("values", Json.texts(((OneHot) encoding).values()));
      case YES_NO -> {
        YesNo answer = (YesNo) encoding;
        json.addProperty("no", answer.no());
        json.addProperty("yes", answer.yes());
        json.addProperty("share", answer.share());
        json.addProperty("missing", Call.word(answer.missing()));
        json.addProperty("indicator", answer.indicator());
      }
      case BYTE -> {}
      case ID, SKIP -> throw new IllegalStateException(encoding + " gives no features");
    }
    return json;
  }

  private static void write(Scale scale, JsonObject json) {
    json.addProperty("mean", scale.mean());
    json.addProperty("deviation", scale.deviation());
  }

  static Recipe read(String text) {
    Fields recipe = Fields.read("the recipe", text);
    String labels = Call.word(TargetColumns.Kind.LABELS);
    TargetColumns.Kind kind =
        recipe.has(labels) ? TargetColumns.Kind.LABELS : TargetColumns.Kind.NUMBERS;
    return new Recipe(
        recipe.list("columns", RecipeJson::encoding),
        recipe.texts("ids"),
        new TargetColumns(kind, recipe.texts(Call.word(kind))),
        recipe.list("targetScales", RecipeJson::scale));
  }

  private static Encoding encoding(Fields json) {
    String name = json.text("name");
    return switch (Kind.valueOf(json.text("kind").toUpperCase(Locale.ROOT).replace('-', '_'))) {
      case NUMBER -> new Standardised(name, scale(json), missing(json), json.truth("indicator"));
      case CATEGORY -> new OneHot(name, json.texts("values"));
      case YES_NO ->
        new YesNo(
            name,
            json.text("no"),
            json.text("yes"),
            json.real("share"),
            missing(json),
            json.truth("indicator"));
      case BYTE -> new AsByte(name);
      case ID, SKIP ->
        throw new IllegalArgumentException("the recipe's column '" + name + "' gives no features");
    };
  }

  private static Missing missing(Fields json) {
    return Missing.valueOf(json.text("missing").toUpperCase(Locale.ROOT));
  }

  private static Scale scale(Fields json) {
    return new Scale(json.real("mean"), json.real("deviation"));
  }
}
