package dev.pulmu.datasets.fetch;

import dev.pulmu.datasets.lookup.Lookup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Receives one file over HTTP, and goes on where an earlier transfer ended. */
final class Transfer {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_REFUSED = 416;
  private static final int BUFFER = 1 << 16;

  /** Larger than any file that is asked for: a server that never ends is cut off. */
  private static final long LARGEST = 1L << 26;

  private final Duration connect;
  private final Duration stall;
  private final HttpClient client;

  /** Threads that may be stuck in a silent server or resolver, so that ours never is. */
  private final ExecutorService patient = Executors.newCachedThreadPool(work -> {
    Thread thread = new Thread(work, "pulmu-download");
    thread.setDaemon(true);
    return thread;
  });

  /**
   * A client.
   *
   * @param connect how long a server may take to be reached
   * @param stall how long it may be silent then
   */
  Transfer(Duration connect, Duration stall) {
    this.connect = connect;
    this.stall = stall;
    this.client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NORMAL)
        .connectTimeout(connect)
        .build();
  }

  /**
   * Receives a file up to its end; bytes that are in {@code part} already are not asked for again.
   *
   * @throws IOException in a few words why that did not work; what came until then is in
   *     {@code part}
   */
  void receive(URI from, Path part, Lookup.Listener listener) throws IOException {
    requireHost(from);
    long have = Files.exists(part) && Files.size(part) < LARGEST ? Files.size(part) : 0;
    HttpRequest.Builder request = HttpRequest.newBuilder(from).timeout(stall);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    HttpResponse<InputStream> response = answer(request.build());
    try (InputStream body = response.body()) {
      if (response.statusCode() == RANGE_REFUSED && have > 0) {
        Files.delete(part); // the file has no such end: ours is of another one
        receive(from, part, listener);
        return;
      }
      if (response.statusCode() != OK && response.statusCode() != PARTIAL) {
        throw new IOException("HTTP " + response.statusCode());
      }
      boolean goesOn = have > 0 && isFrom(have, response);
      if (response.statusCode() == PARTIAL && !goesOn) {
        throw new IOException("HTTP 206 with other bytes than asked for");
      }
      save(body, part, goesOn ? have : 0, response, listener);
    }
  }

  private void save(
      InputStream body,
      Path part,
      long have,
      HttpResponse<InputStream> response,
      Lookup.Listener listener)
      throws IOException {
    String name = part.getFileName().toString().replace(".part", "");
    long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    long total = length < 0 ? -1 : have + length;
    long bytes = have;
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = Files.newOutputStream(
        part,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
      for (int came = read(body, buffer); came >= 0; came = read(body, buffer)) {
        out.write(buffer, 0, came);
        bytes += came;
        listener.progress(name, bytes, total);
        if (bytes > LARGEST) {
          throw new IOException("more than " + LARGEST + " bytes");
        }
      }
    }
  }

  private HttpResponse<InputStream> answer(HttpRequest request) throws IOException {
    return within(
        connect.plus(stall), "no answer", () -> client.send(request, BodyHandlers.ofInputStream()));
  }

  private int read(InputStream body, byte[] into) throws IOException {
    return within(stall, "silent", () -> body.read(into));
  }

  /** The client's own limit does not cover the search for an address; a proxy does that itself. */
  private void requireHost(URI from) throws IOException {
    if (ProxySelector.getDefault().select(from).contains(Proxy.NO_PROXY)) {
      within(connect, "no address found", () -> InetAddress.getByName(from.getHost()));
    }
  }

  private static boolean isFrom(long have, HttpResponse<?> response) {
    String range = response.headers().firstValue("Content-Range").orElse("");
    return response.statusCode() == PARTIAL && range.startsWith("bytes " + have + "-");
  }

  private <T> T within(Duration limit, String otherwise, Callable<T> work) throws IOException {
    Future<T> result = patient.submit(work);
    try {
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(otherwise + " for " + limit.toMillis() / 1e3 + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      result.cancel(true);
    }
  }

  private static String reason(Throwable cause) {
    if (cause instanceof java.net.UnknownHostException) {
      return "unknown host";
    }
    if (cause instanceof java.net.http.HttpConnectTimeoutException) {
      return "not reached in time";
    }
    if (cause instanceof java.net.http.HttpTimeoutException) {
      return "no answer in time";
    }
    if (cause instanceof java.net.ConnectException) {
      return "no connection";
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
