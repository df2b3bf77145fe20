package dev.pulmu.datasets.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a look-up looks. */
class LookupTest {
  @Test
  void theCacheIsWhereEachSystemPutsCaches() {
    Path home = Path.of("/home/me");
    Path absolute = Path.of("caches").toAbsolutePath();
    Map<String, String> xdg = Map.of("XDG_CACHE_HOME", absolute.toString());
    assertThat(Lookup.caches("Linux", Map.of(), home)).isEqualTo(home.resolve(".cache"));
    assertThat(Lookup.caches("Linux", xdg, home)).isEqualTo(absolute);
    assertThat(Lookup.caches("Linux", Map.of("XDG_CACHE_HOME", "x"), home))
        .isEqualTo(home.resolve(".cache"));
    assertThat(Lookup.caches("Mac OS X", xdg, home)).isEqualTo(home.resolve("Library/Caches"));
    assertThat(Lookup.caches("Windows 11", Map.of("LOCALAPPDATA", "/local"), home))
        .isEqualTo(Path.of("/local"));
    assertThat(Lookup.caches("Windows 11", Map.of(), home))
        .isEqualTo(home.resolve("AppData/Local"));
  }
}
