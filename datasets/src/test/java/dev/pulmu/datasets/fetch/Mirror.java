package dev.pulmu.datasets.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server of files on this machine that misbehaves as it is told, and behaves otherwise. */
public final class Mirror implements AutoCloseable {
  /** What happens to one request; {@code from} is where the asked range begins. */
  public interface Answer {
    void give(HttpExchange exchange, byte[] file, int from) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, byte[]> files;
  private final Queue<Answer> next = new ArrayDeque<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  public Mirror(Map<String, byte[]> files, Answer... first) {
    this.files = files;
    next.addAll(List.of(first));
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/some/folder/");
  }

  /** Paths asked for, each with its range. */
  public List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(path + (range == null ? "" : " " + range));
    byte[] file = files.get(path.replace("/some/folder/", ""));
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    Answer answer;
    synchronized (next) {
      answer = next.isEmpty() ? Mirror::honest : next.remove();
    }
    try (exchange) {
      answer.give(exchange, file, from);
    }
  }

  static void honest(HttpExchange exchange, byte[] file, int from) throws IOException {
    if (file == null) {
      exchange.sendResponseHeaders(404, -1);
    } else if (from == 0) {
      exchange.sendResponseHeaders(200, file.length);
      exchange.getResponseBody().write(file);
    } else if (from >= file.length) {
      exchange.sendResponseHeaders(416, -1);
    } else {
      part(exchange, file, from);
      exchange.getResponseBody().write(file, from, file.length - from);
    }
  }

  /** Sends the first half of what was asked for and hangs up. */
  static void cut(HttpExchange exchange, byte[] file, int from) throws IOException {
    if (from == 0) {
      exchange.sendResponseHeaders(200, file.length);
    } else {
      part(exchange, file, from);
    }
    exchange.getResponseBody().write(file, from, (file.length - from) / 2);
    exchange.getResponseBody().flush();
  }

  /** Does as if nobody had asked for a range. */
  static void ignoresRanges(HttpExchange exchange, byte[] file, int from) throws IOException {
    honest(exchange, file, 0);
  }

  /** Says that it sends the range that was asked for, and sends another. */
  static void otherRange(HttpExchange exchange, byte[] file, int from) throws IOException {
    part(exchange, file, from - 1);
    exchange.getResponseBody().write(file, from - 1, file.length - from + 1);
  }

  /** Sends other bytes of the right number. */
  static void lies(HttpExchange exchange, byte[] file, int from) throws IOException {
    byte[] other = file.clone();
    other[other.length - 9] ^= 1; // the last byte of what was zipped, or of its check
    honest(exchange, other, from);
  }

  /** Ends before the end, and says that this was it. */
  static void tooShort(HttpExchange exchange, byte[] file, int from) throws IOException {
    honest(exchange, Arrays.copyOf(file, file.length - 5), from);
  }

  static void fails(HttpExchange exchange, byte[] file, int from) throws IOException {
    exchange.sendResponseHeaders(503, -1);
  }

  /** Sends a few bytes and then nothing for as long as it is there. */
  Answer stalls() {
    return (exchange, file, from) -> {
      exchange.sendResponseHeaders(200, file.length);
      exchange.getResponseBody().write(file, 0, 10);
      exchange.getResponseBody().flush();
      sleep();
    };
  }

  void stallNext() {
    next.add(stalls());
  }

  void neverAnswerNext() {
    next.add((exchange, file, from) -> sleep());
  }

  private void sleep() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void part(HttpExchange exchange, byte[] file, int from) throws IOException {
    exchange
        .getResponseHeaders()
        .add(
            "Content-Range",
            String.format(Locale.ROOT, "bytes %d-%d/%d", from, file.length - 1, file.length));
    exchange.sendResponseHeaders(206, file.length - from);
  }
}
