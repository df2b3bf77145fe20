package dev.pulmu.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.backend.Backend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that is killed at any moment goes on to the same end. */
class JournalTest {
  private static final SearchConfig CONFIG =
      SmallSearch.config(SmallSearch.FIXED, 6, 2, Optional.of(2));

  private static String undisturbed;
  private static byte[] whole;

  @TempDir
  private Path directory;

  private Path file;

  @BeforeAll
  static void search(@TempDir Path directory) throws IOException {
    Search search = SmallSearch.onCores(1, CONFIG);
    try (Journal journal = Journal.create(directory, search)) {
      undisturbed = search.run(new SearchListener() {}, Optional.of(journal)).json();
    }
    whole = Files.readAllBytes(directory.resolve(Journal.FILE));
  }

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve(Journal.FILE);
    Files.write(file, whole);
  }

  @Test
  void aJournalChangesNothing() {
    assertThat(SmallSearch.of(CONFIG).run().json()).isEqualTo(undisturbed);
    // two rounds of 6, 3 and 1 trials
    try (Journal journal = Journal.open(directory)) {
      assertThat(journal.size()).isEqualTo(2 * (6 + 3 + 1));
      journal.config().requireSame("the journal", CONFIG.named("noisy"));
    }
  }

  @Test
  void aLastLineThatIsCutAnywhereIsNotThere() throws IOException {
    int last = start(whole, whole.length);
    int beforeLast = start(whole, last);
    for (int length = last - 1; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      int lines = length == whole.length ? 20 : length >= last ? 19 : 18;
      try (Journal journal = Journal.open(directory)) {
        assertThat(journal.size()).as("lines of %d bytes", length).isEqualTo(lines);
      }
      int end = lines == 20 ? whole.length : lines == 19 ? last : beforeLast;
      assertThat(Files.size(file)).isEqualTo(end);
    }
  }

  @Test
  void whereverItIsCutTheSearchGoesOnToTheSameResult() throws IOException {
    int heading = 0;
    while (whole[heading] != '\n') {
      heading++;
    }
    for (int length = heading + 1; length <= whole.length; length += 1999) {
      Files.write(file, Arrays.copyOf(whole, length));
      Search again = SmallSearch.onCores(2, CONFIG);
      try (Journal journal = Journal.open(directory)) {
        journal.requireSame(again);
        assertThat(again.run(new SearchListener() {}, Optional.of(journal)).json())
            .as("cut after %d bytes", length)
            .isEqualTo(undisturbed);
      }
      assertThat(Files.readAllLines(file))
          .containsExactlyInAnyOrderElementsOf(
              new String(whole, StandardCharsets.UTF_8).lines().toList());
    }
  }

  @Test
  void damageInTheMiddleIsRefusedByItsLine() throws IOException {
    String text = new String(whole, StandardCharsets.UTF_8);
    for (String damaged : new String[] {
      text.replaceFirst("\"trial\":0,", "\"trail\":0,"), text.replaceFirst("\\}\n\\{", "}\n\0")
    }) {
      Files.writeString(file, damaged);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Journal.open(directory))
          .withMessage("line 2 of " + file + " is damaged; begin a new search");
    }
    Files.writeString(file, text.substring(0, 40));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Journal.open(directory))
        .withMessage(file + " does not begin with what the search is; begin a new one");
  }

  @Test
  void anotherSearchIsRefused() {
    try (Journal journal = Journal.open(directory)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> journal.requireSame(SmallSearch.of(SmallSearch.config(6))))
          .withMessageContaining("--rounds '2', asked was '1'");
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              journal.requireSame(new Search(CONFIG, SmallSearch.data(1), Backend.choose("cpu"))))
          .withMessageContaining("is a search on noisy with SHA-256");
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              journal.requireSame(new Search(CONFIG, SmallSearch.data(0), Backend.named("nd4j"))))
          .withMessage(directory + " is a search on backend cpu, this is nd4j");
    }
  }

  @Test
  void aDirectoryHasOneSearchAndOneProcess() {
    Search search = SmallSearch.of(CONFIG);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Journal.create(directory, search))
        .withMessageContaining("has a search already; go on with --resume");
    try (Journal open = Journal.open(directory)) {
      assertThat(open.size()).isPositive();
      assertThatThrownBy(() -> Journal.open(directory))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is in use");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Journal.open(directory.resolve("none")))
        .withMessageContaining("is not the directory of a search: it has no search.jsonl");
  }

  /** Where the line begins that ends here. */
  private static int start(byte[] bytes, int end) {
    int start = end - 1;
    while (start > 0 && bytes[start - 1] != '\n') {
      start--;
    }
    return start;
  }
}
