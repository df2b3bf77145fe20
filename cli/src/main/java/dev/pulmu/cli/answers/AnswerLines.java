package dev.pulmu.cli.answers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulmu.predict.Prediction;
import java.util.ArrayList;
import java.util.List;

/** A model's answers as lines of text, one for each row. */
sealed interface AnswerLines {
  /**
   * What a line has in it.
   *
   * @param ids names of what it begins with, which tells rows apart
   * @param names of the model's outputs: classes or targets
   * @param top how many classes, the most probable first, each with its probability; 0 for the
   *     answer alone; of no meaning for numbers
   * @param probabilities whether those of all classes come too
   */
  record Parts(
      List<String> ids, List<String> names, boolean areClasses, int top, boolean probabilities) {}

  /** What comes before all answers: a line or nothing. */
  String header();

  /**
   * Adds a line.
   *
   * @param ids what tells the row apart
   */
  void add(StringBuilder to, List<String> ids, Prediction answer);

  /**
   * A table with commas: a line of names; cells with a comma, a quote or a line's end in them stand
   * between quotes.
   */
  record Csv(Parts parts) implements AnswerLines {
    @Override
    public String header() {
      List<String> names = new ArrayList<>(parts.ids);
      if (!parts.areClasses) {
        names.addAll(parts.names);
      } else if (parts.top == 0) {
        names.add("class");
      }
      for (int place = 1; parts.areClasses && place <= parts.top; place++) {
        names.add("class " + place);
        names.add("probability " + place);
      }
      if (parts.probabilities) {
        parts.names.forEach(name -> names.add("probability of " + name));
      }
      StringBuilder line = new StringBuilder();
      names.forEach(name -> cell(line, name));
      return ended(line).toString();
    }

    @Override
    public void add(StringBuilder to, List<String> ids, Prediction answer) {
      ids.forEach(id -> cell(to, id));
      if (parts.areClasses && parts.top == 0) {
        cell(to, answer.label());
      } else if (parts.areClasses) {
        answer.top(parts.top).forEach(name -> {
          cell(to, name);
          cell(to, shortest(answer.value(name)).toString());
        });
      }
      if (!parts.areClasses || parts.probabilities) {
        for (double value : answer.values()) {
          cell(to, shortest(value).toString());
        }
      }
      ended(to);
    }

    private static void cell(StringBuilder line, String text) {
      boolean isPlain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
      if (isPlain) {
        line.append(text);
      } else {
        line.append('"').append(text.replace("\"", "\"\"")).append('"');
      }
      line.append(',');
    }

    /** With a line's end in place of the last comma. */
    private static StringBuilder ended(StringBuilder line) {
      line.setCharAt(line.length() - 1, '\n');
      return line;
    }
  }

  /** An object of JSON in each line. */
  record Jsonl(Parts parts) implements AnswerLines {
    @Override
    public String header() {
      return "";
    }

    @Override
    public void add(StringBuilder to, List<String> ids, Prediction answer) {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      for (int i = 0; i < ids.size(); i++) {
        line.put(parts.ids.get(i), ids.get(i));
      }
      if (!parts.areClasses) {
        line.set("values", values(answer));
      } else {
        line.put("class", answer.label());
      }
      if (parts.areClasses && parts.top > 0) {
        ArrayNode top = line.putArray("top");
        answer.top(parts.top).forEach(name -> {
          ObjectNode entry = top.addObject().put("class", name);
          put(entry, "probability", answer.value(name));
        });
      }
      if (parts.probabilities) {
        line.set("probabilities", values(answer));
      }
      to.append(line).append('\n');
    }

    private ObjectNode values(Prediction answer) {
      ObjectNode values = JsonNodeFactory.instance.objectNode();
      double[] numbers = answer.values();
      for (int i = 0; i < numbers.length; i++) {
        put(values, parts.names.get(i), numbers[i]);
      }
      return values;
    }

    private static void put(ObjectNode object, String name, double value) {
      if (shortest(value) instanceof Float small) {
        object.put(name, small.floatValue());
      } else {
        object.put(name, value);
      }
    }
  }

  /** The number in the type whose text is the shortest: most answers are 32-bit numbers. */
  private static Number shortest(double value) {
    if ((float) value == value) {
      return (float) value;
    }
    return value;
  }
}
