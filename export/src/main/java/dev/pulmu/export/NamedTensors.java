package dev.pulmu.export;

import dev.pulmu.model.format.Safetensors.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tensors of a file that are taken by name and shape; it remembers what does not match. */
final class NamedTensors {
  private final Map<String, Entry> left = new LinkedHashMap<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> otherShapes = new ArrayList<>();

  /** @param renamed names of modules, that is of what stands before the last point, in the file */
  NamedTensors(List<Entry> entries, Map<String, String> renamed) {
    for (Entry entry : entries) {
      int point = Math.max(0, entry.name().lastIndexOf('.'));
      String module = entry.name().substring(0, point);
      String name = renamed.getOrDefault(module, module) + entry.name().substring(point);
      if (left.put(name, entry) != null) {
        throw new IllegalArgumentException("two tensors have the name '" + name + "' once '"
            + entry.name() + "' is renamed; give each module a name of its own");
      }
    }
  }

  boolean has(String name) {
    return left.containsKey(name);
  }

  /** The numbers of a tensor; zeros in its place where it is not there as it should be. */
  float[] take(String name, int... shape) {
    Entry entry = left.remove(name);
    List<Integer> wanted = new ArrayList<>();
    int size = 1;
    for (int length : shape) {
      wanted.add(length);
      size *= length;
    }
    if (entry == null) {
      missing.add(name + " " + wanted);
    } else if (!entry.shape().equals(wanted)) {
      otherShapes.add(entry.name() + " " + entry.shape() + " where " + wanted + " is wanted"
          + (shape.length == 2 ? " (a weight is outputs × inputs)" : ""));
    } else {
      return entry.values();
    }
    return new float[size];
  }

  /** @throws IllegalArgumentException listing what was missing, left over, or of another shape */
  void requireAllTaken() {
    List<String> parts = new ArrayList<>();
    add(parts, "missing: ", missing);
    add(
        parts,
        "not in the network: ",
        left.values().stream().map(entry -> entry.name() + " " + entry.shape()).toList());
    add(parts, "of another shape: ", otherShapes);
    if (!parts.isEmpty()) {
      boolean otherNames = !missing.isEmpty() && !left.isEmpty();
      throw new IllegalArgumentException("the weights do not fit the network; "
          + String.join("; ", parts)
          + (otherNames ? "; where only names differ, rename modules: fc1=dense1" : ""));
    }
  }

  private static void add(List<String> parts, String what, List<String> tensors) {
    if (!tensors.isEmpty()) {
      parts.add(what + String.join(", ", tensors));
    }
  }
}
