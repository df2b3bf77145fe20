package dev.pulmu.model;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.files.AtomicFile;
import dev.pulmu.files.DataException;
import dev.pulmu.layout.NetworkPlan;
import dev.pulmu.layout.State;
import dev.pulmu.model.format.Safetensors;
import dev.pulmu.model.format.SafetensorsReader;
import dev.pulmu.network.Network;
import dev.pulmu.recipe.Recipe;
import dev.pulmu.recipe.TableColumns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A trained network with everything that is needed to use it, as
 * {@code dev.pulmu.predict.Inference} does.
 *
 * @param state weights and running statistics; what only training has a use for is left out
 * @param classNames names of the classes, in the order of the outputs; empty where the outputs are
 *     numbers
 * @param normalisation how features are scaled before the network gets them
 * @param provenance where it came from
 * @param table the columns that are its inputs and outputs, where it learnt from a table whose
 *     numbers are used as they are
 * @param recipe what makes its inputs of a table's columns, where these are not
 */
public record Model(
    State state,
    List<String> classNames,
    Normalisation normalisation,
    Provenance provenance,
    Optional<TableColumns> table,
    Optional<Recipe> recipe) {
  /** Name of the model's file in a run's directory. */
  public static final String FILE = "model.safetensors";

  private static final String DESCRIPTION = "pulmu";
  private static final String SUM = "sha256";

  public Model {
    state = state.inUse();
    if (provenance == null) {
      throw new IllegalArgumentException("a model says where it came from, came null; give it a"
          + " Provenance with backend, data set, commit, seed and the state's weightsSha256()");
    }
    classNames = List.copyOf(classNames);
    int inputs = state.layout().network().inputs();
    int outputs = state.layout().network().outputs();
    if (!classNames.isEmpty() && classNames.size() != outputs) {
      throw new IllegalArgumentException("a model with " + outputs
          + " outputs wants as many class names, came " + classNames.size());
    }
    int targets = classNames.isEmpty() ? outputs : 1;
    table.ifPresent(columns -> columns.require(inputs, targets));
    recipe.ifPresent(columns -> {
      if (columns.width() != inputs || columns.targets().names().size() != targets) {
        throw new IllegalArgumentException(String.format(
            Locale.ROOT,
            "a model of %d inputs and %d targets wants a recipe for as many, came %d and %d",
            inputs,
            targets,
            columns.width(),
            columns.targets().names().size()));
      }
    });
  }

  /** A model that knows no columns by name. */
  public Model(
      State state, List<String> classNames, Normalisation normalisation, Provenance provenance) {
    this(state, classNames, normalisation, provenance, Optional.empty(), Optional.empty());
  }

  /** The model of a state that was trained on this data. */
  public static Model of(State trained, Dataset data, Provenance provenance) {
    return new Model(
        trained,
        data.classNames(),
        Normalisation.of(data.features()),
        provenance,
        data.table(),
        data.recipe());
  }

  /** The network: layers and loss. */
  public Network network() {
    return state.layout().network();
  }

  /**
   * Checks that it takes the features of a data set and gives its targets. Columns and classes of
   * tables are compared by name, as in another order they would be numbers of another meaning.
   *
   * @throws IllegalArgumentException saying what does not fit
   */
  public void requireFits(Dataset data) {
    ModelFit.require(this, data);
  }

  /**
   * Checks that a data set normalises its features as this model does, so that training can go on
   * where it left off.
   *
   * @throws IllegalArgumentException saying both
   */
  public void requireNormalised(Dataset data) {
    Normalisation came = Normalisation.of(data.features());
    if (!came.equals(normalisation)) {
      throw new IllegalArgumentException("the model takes " + normalisation.text()
          + " of a feature, data set '" + data.name() + "' gives " + came.text()
          + "; give it data in the form that it learnt from");
    }
  }

  /**
   * All of it but the tensors, part by part, for files of other programs: {@code network},
   * {@code loss}, {@code classNames}, {@code normalisation}, {@code provenance}, {@code table} or
   * {@code recipe}. Texts are as they are, all others JSON.
   */
  public Map<String, String> description() {
    return described().parts();
  }

  private Description described() {
    return new Description(network(), classNames, normalisation, provenance, table, recipe);
  }

  /**
   * Writes it to a file, which appears when it is complete and takes the place of an older one.
   *
   * @throws java.io.UncheckedIOException naming the file, if it cannot be written
   */
  public void save(Path file) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(DESCRIPTION, described().json());
    Safetensors content = Safetensors.of(metadata, state);
    metadata.put(SUM, sum(content));
    AtomicFile.write(file, new Safetensors(metadata, content.tensors())::write);
  }

  /**
   * Reads a model.
   *
   * @param path its file, or a run's directory with {@link #FILE} in it
   * @throws DataException naming the file, if it is not there or damaged in any way
   */
  public static Model load(Path path) {
    Path file = Files.isDirectory(path) ? path.resolve(FILE) : path;
    Safetensors content = SafetensorsReader.read(file);
    if (!content.metadata().containsKey(DESCRIPTION)) {
      throw new DataException(file + ": has no description of a network; was it saved by Pulmu?"
          + " 'pulmu import' takes the weights of other programs");
    }
    if (!sum(content).equals(content.metadata().get(SUM))) {
      throw new DataException(
          file + ": is damaged, its SHA-256 is not the one that was written; get it again");
    }
    try {
      Description description = Description.parse(content.metadata().get(DESCRIPTION));
      return new Model(
          content.state(NetworkPlan.of(description.network())),
          description.classNames(),
          description.normalisation(),
          description.provenance(),
          description.table(),
          description.recipe());
    } catch (IllegalArgumentException e) {
      throw new DataException(file + ": " + e.getMessage(), e);
    }
  }

  /** Over the description and then all numbers, so that no damage to either goes unseen. */
  static String sum(Safetensors content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(content.metadata().get(DESCRIPTION).getBytes(StandardCharsets.UTF_8));
      content.data(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException | IOException e) {
      throw new IllegalStateException("every JDK has SHA-256, and a digest takes every byte", e);
    }
  }
}
