import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pulmu.layout.NetworkPlan;
import dev.pulmu.layout.State;
import dev.pulmu.model.Model;
import dev.pulmu.model.Normalisation;
import dev.pulmu.model.Provenance;
import dev.pulmu.network.Activation;
import dev.pulmu.network.Network;
import dev.pulmu.network.SoftmaxCrossEntropy;
import dev.pulmu.predict.Prediction;
import dev.pulmu.predict.Predictor;
import dev.pulmu.recipe.Encoding.OneHot;
import dev.pulmu.recipe.Encoding.Standardised;
import dev.pulmu.recipe.Missing;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.Scale;
import dev.pulmu.recipe.TargetColumns;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Starts examples/service on a model that it makes, and asks it: good rows, bad rows, eight clients
 * at once. Then it stops it: {@code java -cp CLASSPATH TryService.java FLAG… -cp CLASSPATH}, where
 * the flags are those of the service's JVM.
 */
public class TryService {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static String address;

  public static void main(String[] flags) throws Exception {
    Path folder = Files.createTempDirectory("service");
    Path file = folder.resolve("model.safetensors");
    Model model = model();
    model.save(file);

    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(Arrays.asList(flags));
    command.addAll(List.of("Service", file.toString(), "0"));
    Process service =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = new BufferedReader(
        new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8))) {
      address = out.readLine();
      want("an address", address != null && address.startsWith("http://127.0.0.1:"));
      ask(Predictor.of(model));
      service.destroy();
      want("that it stops", service.waitFor(10, TimeUnit.SECONDS));
    } finally {
      service.destroyForcibly();
      Files.delete(file);
      Files.delete(folder);
    }
    System.out.println("examples/service answers, refuses and stops");
  }

  private static Model model() {
    Network network = Network.input(4)
        .dense(8)
        .activation(Activation.RELU)
        .dense(3)
        .loss(new SoftmaxCrossEntropy());
    Recipe recipe = new Recipe(
        List.of(
            new Standardised("age", new Scale(30, 10), Missing.MEAN, false),
            new OneHot("city", List.of("Bern", "Zürich"))),
        List.of("id"),
        new TargetColumns(TargetColumns.Kind.LABELS, List.of("kind")),
        List.of());
    return new Model(
        State.initial(NetworkPlan.of(network), 7),
        List.of("a", "b", "c"),
        new Normalisation(1, 0),
        new Provenance("cpu", "made", "", "", 7, "", OptionalDouble.empty()),
        Optional.empty(),
        Optional.of(recipe));
  }

  private static void ask(Predictor predictor) throws Exception {
    String row = "{\"city\": \"Zürich\", \"age\": 41.5, \"else\": true}";
    Prediction expected = predictor.predict(Map.of("age", 41.5, "city", "Zürich"));
    JsonObject answer = JsonParser.parseString(post(200, row)).getAsJsonObject();
    want("the class " + expected.label(), answer.get("class").getAsString().equals(expected.label()));
    for (String name : expected.names()) {
      float came = answer.getAsJsonObject("probabilities").get(name).getAsFloat();
      want("the bits of Predictor", came == (float) expected.value(name));
    }
    JsonArray two = JsonParser.parseString(post(200, "[" + row + ", {\"age\": null, \"city\": \"\"}]"))
        .getAsJsonArray();
    want("two answers, the first as before", two.size() == 2 && two.get(0).equals(answer));
    want("no answers", post(200, "[]").equals("[]\n"));

    refused(400, "{\"age\": \"old\", \"city\": \"Bern\"}", "column 'age': a finite number wanted, came 'old'");
    refused(400, "[" + row + ", {\"age\": 1}]", "row 2: ", "'city'");
    refused(400, "{\"age\": [1], \"city\": \"Bern\"}", "column 'age': a number, a text");
    refused(400, "[1, 2]", "a row is an object");
    refused(400, "{\"age\": ", "not JSON");
    refused(413, "[" + "0,".repeat(1 << 20) + "0]", "send fewer rows at a time");

    HttpResponse<String> about =
        send(HttpRequest.newBuilder(URI.create(address + "/model")).GET());
    want("columns and classes", about.body().startsWith("{\"columns\":{\"age\":\"number\",\"city\":\"category\"},\"classes\":[\"a\",\"b\",\"c\"],"));
    want("404", send(HttpRequest.newBuilder(URI.create(address + "/")).GET()).statusCode() == 404);
    eightAtOnce(row);
  }

  private static void eightAtOnce(String row) throws Exception {
    String rows = "[" + (row + ",").repeat(200) + row + "]";
    String expected = post(200, rows);
    ExecutorService clients = Executors.newFixedThreadPool(8);
    Callable<Boolean> client = () -> {
      boolean equal = true;
      for (int i = 0; i < 25; i++) {
        equal &= post(200, rows).equals(expected);
      }
      return equal;
    };
    for (Future<Boolean> equal : clients.invokeAll(List.of(
        client, client, client, client, client, client, client, client))) {
      want("equal answers to all clients", equal.get());
    }
    clients.shutdown();
  }

  private static void refused(int status, String body, String... parts) throws Exception {
    String message =
        JsonParser.parseString(post(status, body)).getAsJsonObject().get("error").getAsString();
    for (String part : parts) {
      want("'" + part + "' in '" + message + "'", message.contains(part) && !message.contains("\n"));
    }
  }

  private static String post(int status, String body) throws Exception {
    HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(address + "/predict"))
        .POST(BodyPublishers.ofString(body)));
    want(status + ", came " + response.statusCode() + ": " + response.body(), response.statusCode() == status);
    return response.body();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static void want(String what, boolean holds) {
    if (!holds) {
      throw new IllegalStateException("wanted " + what);
    }
  }
}
