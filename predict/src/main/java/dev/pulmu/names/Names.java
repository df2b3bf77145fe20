package dev.pulmu.names;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares names that people type, in capitals or not, and finds the known name that was meant by
 * an unknown one.
 */
public final class Names {
  private static final int FEW = 10;

  /**
   * Names in other programs, where neither the spelling nor the words tell which of ours is meant.
   */
  private static final Map<String, String> SYNONYMS = Map.of(
      "batchsize", "batch",
      "bce", "sigmoid-cross-entropy",
      "binary-cross-entropy", "sigmoid-cross-entropy",
      "binary-crossentropy", "sigmoid-cross-entropy",
      "fmnist", "fashion-mnist",
      "gpu", "cuda",
      "kaiming", "he",
      "linear", "identity",
      "lr", "rate",
      "learning-rate", "rate");

  private Names() {}

  /** The name in the form in which names are compared: lower case, no blanks around it. */
  public static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** The refusal of a name, with the one that was probably meant, and all that there are. */
  public static IllegalArgumentException unknown(String what, String name, List<String> known) {
    return new IllegalArgumentException("no " + what + " '" + name + "'; " + known(name, known));
  }

  /**
   * The text that follows the refusal of a name: {@code did you mean 'adam'? Known: sgd, adam}.
   * Where one was probably meant, many others are left out.
   */
  public static String known(String name, Collection<String> known) {
    String all = "nown: " + String.join(", ", known);
    return nearest(name, known)
        .map(meant -> "did you mean '" + meant + "'?" + (known.size() <= FEW ? " K" + all : ""))
        .orElse("k" + all);
  }

  /**
   * The known name that is meant by another one: a synonym; a word that is spelt almost alike; one
   * that has the same words or more ({@code cross-entropy}) or fewer, rather the first
   * ({@code batch-size}); one with these initials ({@code mse}) or this beginning ({@code eps}).
   * The first of equals.
   */
  public static Optional<String> nearest(String name, Collection<String> known) {
    String came = plain(name).replace('_', '-');
    return Optional.ofNullable(SYNONYMS.get(came))
        .filter(known::contains)
        .or(() -> alike(came, known))
        .or(() -> first(known, other -> came.startsWith(plain(other) + "-")))
        .or(() -> first(known, other -> hasWords(other, came) || hasWords(came, other)))
        .or(() -> first(known, other -> came.length() > 1 && initials(other).equals(came)))
        .or(() -> first(known, other -> came.length() > 2 && plain(other).startsWith(came)));
  }

  /**
   * One typing error is forgiven in short names, one for each three letters in long ones, but not
   * in numbers: who types dense4 does not mean dense1.
   */
  private static Optional<String> alike(String came, Collection<String> known) {
    int most = Math.max(1, came.length() / 3);
    return known.stream()
        .filter(other -> came.length() > 1 && !isOtherNumber(came, plain(other)))
        .filter(other -> Math.abs(other.length() - came.length()) <= most)
        .min(Comparator.comparingInt(other -> distance(came, plain(other))))
        .filter(other -> distance(came, plain(other)) <= most);
  }

  private static boolean isOtherNumber(String came, String other) {
    return !digits(came).equals(digits(other)) && letters(came).equals(letters(other));
  }

  private static String digits(String name) {
    return name.replaceAll("[^0-9]", "");
  }

  private static String letters(String name) {
    return name.replaceAll("[0-9]", "");
  }

  private static Optional<String> first(Collection<String> known, Predicate<String> wanted) {
    return known.stream().filter(wanted).findFirst();
  }

  private static boolean hasWords(String all, String some) {
    return some.length() > 1 && ("-" + plain(all) + "-").contains("-" + plain(some) + "-");
  }

  private static String initials(String name) {
    return Pattern.compile("-")
        .splitAsStream(plain(name))
        .map(word -> word.substring(0, Math.min(1, word.length())))
        .collect(Collectors.joining());
  }

  /**
   * Letters to insert, delete, change or swap with their neighbour (Damerau 1964, Levenshtein 1966,
   * as optimal string alignment).
   */
  static int distance(String one, String other) {
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], 1 + cost[i - 2][j - 2]);
        }
      }
    }
    return cost[one.length()][other.length()];
  }
}
