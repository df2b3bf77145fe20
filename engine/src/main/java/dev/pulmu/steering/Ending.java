package dev.pulmu.steering;

import dev.pulmu.names.Names;
import dev.pulmu.text.Call;
import java.util.Arrays;

/** The reason why a run ended. */
public enum Ending {
  /** All its epochs are done. */
  EPOCHS,
  /** No epoch was better for a while: {@link EarlyStopping}. */
  EARLY_STOPPING,
  /** Its condition is met: {@link Until}. */
  UNTIL,
  /** Its optimizer has come to an end: {@link dev.pulmu.backend.Session#isAtEnd}. */
  CONVERGED,
  /** Its time is over. */
  MAX_TIME,
  /** Its numbers stopped being finite, and it leaves its best epoch: {@code NotFiniteException}. */
  DIVERGED,
  /** Somebody stopped it; it can go on. */
  INTERRUPTED;

  /** The name in reports. */
  public String text() {
    return Call.word(this);
  }

  public static Ending parse(String text) {
    return Arrays.stream(values())
        .filter(ending -> ending.text().equals(text))
        .findFirst()
        .orElseThrow(() -> Names.unknown(
            "ending", text, Arrays.stream(values()).map(Ending::text).toList()));
  }
}
