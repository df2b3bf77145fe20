package dev.pulmu.datasets.table;

import dev.pulmu.recipe.Kind;
import dev.pulmu.text.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a column of a table holds, and what becomes of it.
 *
 * @param kind what was inferred or said; of targets, that of their cells
 * @param isTarget whether it is to be predicted
 * @param examples a few different cells
 * @param missing how many cells hold nothing
 * @param distinct how many different cells there are, as text: {@code 3}, or {@code >256} where
 *     nobody counted on
 * @param becomes in words
 */
public record ColumnProfile(
    String name,
    Kind kind,
    boolean isTarget,
    List<String> examples,
    long missing,
    String distinct,
    String becomes) {
  private static final int WIDTH = 80;
  private static final int NAME = 16;
  private static final int EXAMPLES = 14;
  private static final int MANY = 30;
  private static final int ENDS = 12;

  public ColumnProfile {
    examples = List.copyOf(examples);
  }

  /** A table of all columns in lines of at most 80 characters; a long one lacks its middle. */
  public static List<String> lines(List<ColumnProfile> profile) {
    int longest =
        profile.stream().mapToInt(column -> column.name().length()).max().orElse(0);
    int wide = Math.max(6, Math.min(NAME, longest));
    String form = "  %-" + wide + "s  %-8s  %-" + EXAMPLES + "s  %7s  %8s  %s";
    List<String> lines = new ArrayList<>();
    lines.add(String.format(
            Locale.ROOT, form, "column", "kind", "examples", "missing", "distinct", "becomes")
        .stripTrailing());
    for (int i = 0; i < profile.size(); i++) {
      if (profile.size() > MANY && i == ENDS) {
        int left = profile.size() - 2 * ENDS;
        lines.add("  … " + left + " more columns");
        i += left;
      }
      lines.add(cut(profile.get(i).line(form, wide), WIDTH));
    }
    return lines;
  }

  private String line(String form, int wide) {
    String shown = cut(String.join(", ", examples), EXAMPLES);
    return String.format(
            Locale.ROOT,
            form,
            cut(name, wide),
            isTarget ? "target" : Call.word(kind),
            shown,
            missing,
            distinct,
            becomes)
        .stripTrailing();
  }

  private static String cut(String text, int most) {
    String plain = text.replaceAll("\\p{Cntrl}+", " ");
    return plain.length() <= most ? plain : plain.substring(0, most - 1) + "…";
  }
}
