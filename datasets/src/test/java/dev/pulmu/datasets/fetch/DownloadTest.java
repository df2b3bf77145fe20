package dev.pulmu.datasets.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulmu.datasets.idx.IdxFixture;
import dev.pulmu.datasets.lookup.Lookup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class DownloadTest {
  private static final byte[] CONTENT = content();
  private static final byte[] FILE = IdxFixture.gzip(CONTENT);
  private static final Map<String, byte[]> FILES = Map.of("data.gz", FILE);
  private static final String ASKED = "/some/folder/data.gz";

  @TempDir
  Path directory;

  private final List<String> heard = new ArrayList<>();

  @Test
  void aFileArrivesUnderItsNameAndNothingElseStays() throws Exception {
    try (Mirror mirror = new Mirror(FILES)) {
      fetch(mirror.uri());
      assertThat(mirror.requests()).containsExactly(ASKED);
    }
    assertArrived();
    assertThat(heard.get(heard.size() - 1)).isEqualTo("data.gz " + FILE.length + "/" + FILE.length);
  }

  @Test
  void whatIsThereIsNotAskedForAgain() throws Exception {
    Files.write(directory.resolve("data"), CONTENT);
    try (Mirror mirror = new Mirror(FILES)) {
      fetch(mirror.uri());
      assertThat(mirror.requests()).isEmpty();
    }
  }

  @Test
  void aCutTransferGoesOnAtTheNextMirror() throws Exception {
    try (Mirror first = new Mirror(FILES, Mirror::cut);
        Mirror second = new Mirror(FILES)) {
      fetch(first.uri(), second.uri());
      assertGoesOn(second.requests());
    }
    assertArrived();
  }

  /** A connection that breaks may take with it the last bytes that were sent. */
  private static void assertGoesOn(List<String> requests) {
    assertThat(requests).singleElement().satisfies(request -> {
      assertThat(request).matches(ASKED + " bytes=[0-9]+-");
      String from = request.substring(request.indexOf('=') + 1, request.length() - 1);
      assertThat(Integer.parseInt(from)).isBetween(1, FILE.length / 2);
    });
  }

  @Test
  void anEarlierDownloadIsGoneOnWith() throws Exception {
    try (Mirror mirror = new Mirror(FILES, Mirror::cut, Mirror::fails, Mirror::fails)) {
      assertThatThrownBy(() -> fetch(mirror.uri())).isInstanceOf(IOException.class);
    }
    assertThat(directory.resolve("data.gz")).doesNotExist();
    try (Mirror mirror = new Mirror(FILES)) {
      fetch(mirror.uri());
      assertGoesOn(mirror.requests());
    }
    assertArrived();
  }

  @Test
  void oneMirrorThatKeepsCuttingIsEnoughWhileBytesCome() throws Exception {
    try (Mirror mirror = new Mirror(FILES, Mirror::cut, Mirror::cut)) {
      fetch(mirror.uri());
      assertThat(mirror.requests()).hasSize(3);
    }
    assertArrived();
  }

  @Test
  void aMirrorThatIgnoresRangesIsReadFromTheBeginning() throws Exception {
    begin(FILE, 100);
    try (Mirror mirror = new Mirror(FILES, Mirror::ignoresRanges)) {
      fetch(mirror.uri());
      assertThat(mirror.requests()).hasSize(1);
    }
    assertArrived();
  }

  @Test
  void aMirrorThatSendsAnotherRangeIsLeft() throws Exception {
    begin(FILE, 100);
    try (Mirror first = new Mirror(FILES, Mirror::otherRange);
        Mirror second = new Mirror(FILES)) {
      fetch(first.uri(), second.uri());
      assertThat(second.requests()).containsExactly(ASKED + " bytes=100-");
    }
    assertArrived();
  }

  @Test
  void aBadBeginningIsThrownAwayAndTheSameMirrorAskedAgain() throws Exception {
    begin(new byte[FILE.length], 100);
    try (Mirror mirror = new Mirror(FILES)) {
      fetch(mirror.uri());
      assertThat(mirror.requests()).containsExactly(ASKED + " bytes=100-", ASKED);
    }
    assertArrived();
  }

  @Test
  void aBeginningLongerThanTheFileIsThrownAway() throws Exception {
    begin(new byte[FILE.length + 7], FILE.length + 7);
    try (Mirror mirror = new Mirror(FILES)) {
      fetch(mirror.uri());
    }
    assertArrived();
  }

  @Test
  void aWholeFileThatWasNotYetCheckedNeedsNoServer() throws Exception {
    begin(FILE, FILE.length);
    fetch(URI.create("http://127.0.0.1:1/"));
    assertArrived();
  }

  @Test
  void wrongBytesAreDeletedAndTheSecondMirrorAsked() throws Exception {
    for (Mirror.Answer wrong : List.<Mirror.Answer>of(Mirror::lies, Mirror::tooShort)) {
      Files.deleteIfExists(directory.resolve("data.gz"));
      try (Mirror first = new Mirror(FILES, wrong);
          Mirror second = new Mirror(FILES)) {
        fetch(first.uri(), second.uri());
        assertThat(second.requests()).containsExactly(ASKED); // from the beginning
      }
      assertArrived();
    }
  }

  @Test
  void twoLiarsLeaveNothingAndAreNamed() {
    try (Mirror first = new Mirror(FILES, Mirror::lies);
        Mirror second = new Mirror(Map.of())) {
      assertThatThrownBy(() -> fetch(first.uri(), second.uri()))
          .isInstanceOf(IOException.class)
          .hasMessage("127.0.0.1: data.gz has other bytes than published (SHA-256 differs),"
              + " deleted; 127.0.0.1: HTTP 404");
    }
    assertThat(directory.resolve("data.gz")).doesNotExist();
    assertThat(directory.resolve("data.gz.part")).doesNotExist();
  }

  @Test
  void aSilentMirrorIsLeftInTimeAndItsBytesAreKept() throws Exception {
    try (Mirror first = new Mirror(FILES);
        Mirror second = new Mirror(FILES)) {
      first.stallNext();
      fetch(first.uri(), second.uri());
      assertThat(second.requests()).containsExactly(ASKED + " bytes=10-");
    }
    assertArrived();
  }

  @Test
  void aMirrorThatNeverAnswersIsLeftInTime() throws Exception {
    try (Mirror first = new Mirror(FILES);
        Mirror second = new Mirror(FILES)) {
      first.neverAnswerNext();
      fetch(first.uri(), second.uri());
    }
    assertArrived();
  }

  @Test
  void withoutANetworkItFailsAtOnceAndSaysOfWhichMirrorWhy() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    URI refuses = URI.create("http://127.0.0.1:" + closed + "/");
    URI unknown = URI.create("http://nowhere.invalid/"); // RFC 6761: never resolves
    assertThatThrownBy(() -> fetch(refuses, unknown))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "127.0.0.1: no connection; nowhere.invalid: (unknown host|no address found .*)");
  }

  private void fetch(URI... mirrors) throws IOException {
    Lookup.Listener listener = new Lookup.Listener() {
      @Override
      public void progress(String file, long bytes, long total) {
        heard.add(file + " " + bytes + "/" + total);
      }
    };
    Duration second = Duration.ofSeconds(1);
    new Download(List.of(mirrors), listener, second, second).all(Map.of("data", sum()), directory);
  }

  private void begin(byte[] bytes, int count) throws IOException {
    Files.write(directory.resolve("data.gz.part"), java.util.Arrays.copyOf(bytes, count));
  }

  private void assertArrived() throws IOException {
    assertThat(directory.resolve("data.gz")).hasBinaryContent(FILE);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("data.gz", ".lock");
    }
  }

  private static byte[] content() {
    byte[] bytes = new byte[200_000];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static String sum() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
