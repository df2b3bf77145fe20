package dev.pulmu.datasets.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The different words of a column, numbered as they come. A word is found by its bytes, so that
 * only new ones become objects.
 */
public final class WordList {
  private static final int SLOTS = 64;
  private static final int PRIME = 0x01000193;

  private final UnaryOperator<String> spelling;
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> words = new ArrayList<>();

  /** What came: bytes, and the code of the word that they are. */
  private byte[][] seen = new byte[SLOTS][];

  private int[] codeOf = new int[SLOTS];
  private int count;

  public WordList() {
    this(UnaryOperator.identity());
  }

  /** @param spelling makes one word of several that mean the same */
  public WordList(UnaryOperator<String> spelling) {
    this.spelling = spelling;
  }

  /** The words in the order of their codes. */
  public List<String> words() {
    return List.copyOf(words);
  }

  public int size() {
    return words.size();
  }

  /** The code of a word, which is a new one if it has not come before. */
  public int code(String word) {
    Integer known = codes.putIfAbsent(word, words.size());
    if (known == null) {
      words.add(word);
      return words.size() - 1;
    }
    return known;
  }

  /** The code of the word that bytes from..to − 1 are. */
  int code(byte[] bytes, int from, int to) {
    int slot = hash(bytes, from, to) & seen.length - 1;
    while (seen[slot] != null) {
      byte[] other = seen[slot];
      if (Arrays.equals(other, 0, other.length, bytes, from, to)) {
        return codeOf[slot];
      }
      slot = slot + 1 & seen.length - 1;
    }
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8).strip();
    int code = code(spelling.apply(text));
    seen[slot] = Arrays.copyOfRange(bytes, from, to);
    codeOf[slot] = code;
    if (2 * ++count > seen.length) {
      grow();
    }
    return code;
  }

  private void grow() {
    byte[][] old = seen;
    int[] oldCodes = codeOf;
    seen = new byte[2 * old.length][];
    codeOf = new int[seen.length];
    for (int i = 0; i < old.length; i++) {
      if (old[i] != null) {
        int slot = hash(old[i], 0, old[i].length) & seen.length - 1;
        while (seen[slot] != null) {
          slot = slot + 1 & seen.length - 1;
        }
        seen[slot] = old[i];
        codeOf[slot] = oldCodes[i];
      }
    }
  }

  private static int hash(byte[] bytes, int from, int to) {
    int hash = to - from;
    for (int at = from; at < to; at++) {
      hash = (hash ^ bytes[at]) * PRIME;
    }
    return hash ^ hash >>> 15;
  }
}
