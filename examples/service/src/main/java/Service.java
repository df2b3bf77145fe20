import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pulmu.files.DataException;
import dev.pulmu.files.Json;
import dev.pulmu.model.Model;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers rows by a model, over HTTP: {@code java … Service model.safetensors 8080}.
 *
 * <ul>
 *   <li>{@code POST /predict}: one row as JSON, or an array of rows; the answer, or an array of
 *       answers
 *   <li>{@code GET /model}: what the model wants, what it answers, where it comes from
 * </ul>
 *
 * What cannot be answered comes back as {@code {"error":"…"}}: 400 if the rows make no sense, 413
 * if they are too many, 404 if there is no such thing to ask for.
 */
public final class Service implements AutoCloseable {
  /** Bytes of a request. Read as JSON they take forty times as many in memory, at worst. */
  private static final int LARGEST = 256 << 10;

  /** Bytes of a longer request that are read to their end, so that its sender hears the answer. */
  private static final int MOST_LEFT_OUT = 16 << 20;

  private static final int SECONDS_TO_STOP = 1;

  private final Answers answers;
  private final HttpServer server;
  private final ExecutorService pool;

  private record Reply(int status, JsonElement body) {
    static Reply error(int status, String message) {
      JsonObject error = new JsonObject();
      error.addProperty("error", message);
      return new Reply(status, error);
    }
  }

  /** @param port 0 takes any that is free, see {@link #port} */
  Service(Model model, int port) throws IOException {
    this.answers = new Answers(model);
    this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    this.pool =
        Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime().availableProcessors()));
    server.setExecutor(pool);
    server.createContext("/", exchange -> send(exchange, reply(exchange)));
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    try {
      return switch (asked) {
        case "POST /predict" -> predict(exchange.getRequestBody());
        case "GET /model" -> new Reply(200, answers.model());
        default -> Reply.error(404, "no '" + asked + "'; ask POST /predict or GET /model");
      };
    } catch (RuntimeException e) {
      e.printStackTrace();
      return Reply.error(500, "a mistake of the service; its log says more");
    }
  }

  private Reply predict(InputStream request) throws IOException {
    byte[] body = request.readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      leaveOut(request);
      return Reply.error(413, "more than " + LARGEST + " bytes; send fewer rows at a time");
    }
    JsonElement rows;
    try {
      rows = Json.read(body);
    } catch (IOException e) {
      return Reply.error(400, "the request is not JSON; send a row, or an array of rows");
    }
    try {
      return new Reply(200, answers.of(rows));
    } catch (DataException e) {
      return Reply.error(400, e.getMessage());
    }
  }

  private static void leaveOut(InputStream rest) throws IOException {
    byte[] part = new byte[1 << 14];
    int left = MOST_LEFT_OUT;
    for (int came = 0; came >= 0 && left > 0; left -= came) {
      came = rest.read(part);
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] bytes = (reply.body + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    try (exchange) {
      exchange.sendResponseHeaders(reply.status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Takes no more requests, and answers those that it has. */
  @Override
  public void close() {
    server.stop(SECONDS_TO_STOP);
    pool.shutdown();
  }

  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      System.err.println("usage: java … Service MODEL PORT");
      System.exit(2);
    }
    try {
      Model model = Model.load(Path.of(arguments[0]));
      Service service = new Service(model, Integer.parseInt(arguments[1]));
      Runtime.getRuntime().addShutdownHook(new Thread(service::close));
      System.out.println("http://127.0.0.1:" + service.port());
    } catch (DataException | IOException | IllegalArgumentException e) {
      System.err.println("service: " + e.getMessage());
      System.exit(1);
    }
  }
}
