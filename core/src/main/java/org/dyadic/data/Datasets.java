package org.dyadic.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Opens data sets by name. */
public final class Datasets {
  private static final String DIGITS = "digits";
  private static final String FOLDER = "folder:";
  private static final String CSV = "csv:";
  private static final String NPY = "npy:";

  private Datasets() {}

  /**
   * The names that {@link #open} takes, besides {@code folder:DIR}, {@code csv:FILE} and {@code
   * npy:DIR}.
   */
  public static List<String> names() {
    return Stream.concat(Stream.of(DIGITS), KnownSet.ALL.stream().map(KnownSet::id)).toList();
  }

  /**
   * Opens a data set.
   *
   * <p>The files of a named set are looked for below the data directory of the options, the folder
   * that the environment variable DYADIC_DATA names, and the user's cache ({@code
   * $XDG_CACHE_HOME/dyadic} or {@code ~/.cache/dyadic}, {@code ~/Library/Caches/dyadic}, {@code
   * %LOCALAPPDATA%\dyadic}): in the subfolder of the set's name, in the folder that its archive
   * unpacks to, and in the folder itself.
   *
   * @param name one of {@link #names()}; or {@code folder:DIR} for a folder of images, {@code
   *     csv:FILE} for labelled rows of values in a file or in a folder with {@code train.csv} and
   *     {@code test.csv}, {@code npy:DIR} for a folder with {@code train-x.npy}, {@code
   *     train-y.npy} and, if there is a test set, {@code test-x.npy} and {@code test-y.npy}
   * @throws DatasetException if there is no such set, or its files are missing or malformed
   */
  public static Dataset open(String name, DatasetOptions options) {
    return open(name, options, DataRoots.here(options.dataDirectory()));
  }

  static Dataset open(String name, DatasetOptions options, DataRoots roots) {
    Dataset dataset = openWithItsTable(name, options, roots);
    return options.table().map(dataset::withTable).orElse(dataset);
  }

  private static Dataset openWithItsTable(String name, DatasetOptions options, DataRoots roots) {
    if (name.equals(DIGITS)) {
      return Digits.open();
    }
    if (name.startsWith(FOLDER)) {
      return FolderReader.open(path(name), options);
    }
    if (name.startsWith(CSV)) {
      return ValueReader.csv(path(name), options);
    }
    if (name.startsWith(NPY)) {
      return ValueReader.npy(path(name), options);
    }
    KnownSet set = KnownSet.named(name).orElseThrow(() -> unknown(name));
    return KnownSetReader.open(set, set.find(roots).orElseThrow(() -> missing(set, roots)));
  }

  /**
   * The images of a folder and of the folders in it, whose classes nobody knows: to choose the
   * steps of activations on. Training and test images are the same, and the labels are 0.
   *
   * @param classNames of the network that the images are for
   * @throws DatasetException if there is no image, or one cannot be read
   */
  public static Dataset unlabelled(Path folder, DatasetOptions options, List<String> classNames) {
    return FolderReader.unlabelled(folder, options, classNames);
  }

  private static Path path(String name) {
    return Path.of(name.substring(name.indexOf(':') + 1));
  }

  /** Whether a name is that of rows of real values: {@code csv:FILE} or {@code npy:DIR}. */
  public static boolean isOfValues(String name) {
    return name.startsWith(CSV) || name.startsWith(NPY);
  }

  /** A name as it is called in other working directories, too: paths in it become absolute. */
  public static String fromAnywhere(String name) {
    if (name.startsWith(FOLDER) || isOfValues(name)) {
      String kind = name.substring(0, name.indexOf(':') + 1);
      return kind + path(name).toAbsolutePath().normalize();
    }
    return name;
  }

  /** Says of every named set where its files are and how many images they hold. */
  public static List<DatasetStatus> list(DatasetOptions options) {
    return list(DataRoots.here(options.dataDirectory()));
  }

  static List<DatasetStatus> list(DataRoots roots) {
    List<DatasetStatus> statuses = new ArrayList<>();
    Dataset digits = Digits.open();
    statuses.add(
        new DatasetStatus(
            DIGITS,
            digits.classes(),
            Optional.of("embedded"),
            digits.train().size(),
            digits.test().size(),
            ""));
    KnownSet.ALL.forEach(set -> statuses.add(status(set, set.find(roots))));
    return statuses;
  }

  private static DatasetStatus status(KnownSet set, Optional<Path> folder) {
    int train = 0;
    int test = 0;
    String problem = "";
    if (folder.isPresent()) {
      try {
        List<Integer> counts = KnownSetReader.counts(set, folder.get());
        train = counts.getFirst();
        test = counts.getLast();
      } catch (DatasetException e) {
        problem = e.getMessage();
      }
    }
    return new DatasetStatus(
        set.id(), set.classNames().size(), folder.map(Path::toString), train, test, problem);
  }

  private static DatasetException unknown(String name) {
    return new DatasetException(
        "there is no data set \"%s\"; known are %s, folder:DIR, csv:FILE and npy:DIR"
            .formatted(name, String.join(", ", names())));
  }

  private static DatasetException missing(KnownSet set, DataRoots roots) {
    List<String> lines = new ArrayList<>();
    lines.add("data set %s: its files were not found. Looked in".formatted(set.id()));
    set.places(roots).forEach(place -> lines.add("  " + place));
    lines.add("To download them: dyadic data fetch " + set.id());
    lines.add(
        "Or put these files, unpacked or .gz, into %s:".formatted(roots.cache().resolve(set.id())));
    lines.add(
        set.files().stream().map(file -> "  " + file.name()).collect(Collectors.joining("\n")));
    return new DatasetException(String.join("\n", lines));
  }
}
