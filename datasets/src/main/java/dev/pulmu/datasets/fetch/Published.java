package dev.pulmu.datasets.fetch;

import dev.pulmu.datasets.Dataset;
import dev.pulmu.datasets.Split;
import dev.pulmu.datasets.digits.Digits;
import dev.pulmu.datasets.idx.IdxFiles;
import dev.pulmu.datasets.idx.IdxFolder;
import dev.pulmu.datasets.lookup.DatasetSource;
import dev.pulmu.datasets.lookup.Listing;
import dev.pulmu.datasets.lookup.Lookup;
import dev.pulmu.files.DataException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A data set that was published as four IDX files. It is found on this machine or fetched from a
 * mirror, and is taken only if its bytes are the published ones, except from a directory that the
 * user names.
 *
 * @param folder how its files are read
 * @param sums SHA-256 of each file's unzipped bytes, by name
 * @param table {@link Dataset#sha256} of the data set that these files make
 * @param mirrors folders in the network with the gzipped files, the first to be tried first
 */
public record Published(IdxFolder folder, Map<String, String> sums, String table, List<URI> mirrors)
    implements DatasetSource {

  @Override
  public String name() {
    return folder.name();
  }

  @Override
  public Dataset load(Lookup lookup) {
    if (lookup.directory().isPresent()) {
      return folder.load(lookup.directory().get());
    }
    Path place = find(lookup).orElseGet(() -> fetch(lookup));
    Dataset data = folder.load(place);
    if (!data.sha256().equals(table)) { // reports want this sum anyway
      throw new DataException(wrong(place));
    }
    return data;
  }

  /** The first folder of this machine that has all files. */
  public Optional<Path> find(Lookup lookup) {
    return lookup.folders(name()).stream()
        .filter(here -> new IdxFiles(here, "").areThere())
        .findFirst();
  }

  @Override
  public Listing list(Lookup lookup) {
    Optional<Path> place = find(lookup);
    if (place.isEmpty()) {
      return new Listing(name(), place, 0, 0, Listing.State.MISSING);
    }
    try {
      Dataset data = folder.load(place.get());
      return new Listing(
          name(),
          place,
          data.rows(Split.TRAIN).length,
          data.rows(Split.TEST).length,
          data.sha256().equals(table) ? Listing.State.VERIFIED : Listing.State.WRONG);
    } catch (DataException e) {
      return new Listing(name(), place, 0, 0, Listing.State.WRONG);
    }
  }

  @Override
  public Path fetch(Lookup lookup) {
    Optional<Path> here = find(lookup);
    if (here.isPresent() && list(lookup).state() != Listing.State.VERIFIED) {
      throw new DataException(wrong(here.get()));
    }
    try {
      return here.isPresent() ? here.get() : download(lookup);
    } catch (IOException e) {
      throw new DataException(
          "data set '" + name() + "' " + e.getMessage() + "; try again with a network, or pass"
              + " --data DIR with its four files; a new run can be on " + Digits.NAME
              + ", which wants no files",
          e);
    }
  }

  /**
   * Downloads the files.
   *
   * @return the folder that they are in then
   * @throws IOException saying where they are not and why they cannot be had, to follow the name
   */
  public Path download(Lookup lookup) throws IOException {
    String nowhere = lookup.folders(name()).stream()
        .map(Path::toString)
        .collect(Collectors.joining(" or ", "is not in ", " and "));
    if (lookup.offline()) {
      throw new IOException(nowhere + "is not downloaded (offline)");
    }
    Path place = lookup.cache().resolve(name());
    try {
      new Download(mirrors, lookup.listener()).all(sums, place);
      return place;
    } catch (IOException e) {
      throw new IOException(nowhere + "cannot be downloaded (" + e.getMessage() + ")", e);
    }
  }

  private String wrong(Path place) {
    String files = sums.keySet().stream()
        .flatMap(file -> new IdxFiles(place, "").find(file).stream())
        .filter(file -> !isPublished(file))
        .map(file -> file.getFileName().toString())
        .collect(Collectors.joining(", "));
    return place + ": not the published bytes of '" + name() + "' (" + files
        + "); delete them and run 'pulmu datasets fetch " + name()
        + "', or pass --data " + place + " to use them as they are";
  }

  private boolean isPublished(Path file) {
    String name = file.getFileName().toString().replace(".gz", "").replace(".idx", "-idx");
    try {
      return Files.isRegularFile(file) && Sum.ofUnzipped(file).equals(sums.get(name));
    } catch (IOException e) {
      return false;
    }
  }
}
