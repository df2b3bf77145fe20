package dev.pulmu.cli.folder;

import dev.pulmu.datasets.catalog.Datasets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;

/**
 * What {@code --data} says: where data is, and of what kind if that stands before it:
 * {@code images:DIR}.
 *
 * @param dataset the name of a data set that reads it
 */
public record DataPlace(Optional<String> dataset, Path path) {
  /** Reads {@code DIR} or {@code images:DIR}. */
  public static DataPlace parse(String text) {
    int colon = text.indexOf(':');
    return colon > 0 && Datasets.arePictures(text.substring(0, colon))
        ? new DataPlace(Optional.of(text.substring(0, colon)), Path.of(text.substring(colon + 1)))
        : new DataPlace(Optional.empty(), Path.of(text));
  }

  /** Reads it for a command line. */
  public static final class Converter implements ITypeConverter<DataPlace> {
    @Override
    public DataPlace convert(String text) {
      return parse(text);
    }
  }
}
