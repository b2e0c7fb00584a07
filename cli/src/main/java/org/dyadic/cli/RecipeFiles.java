package org.dyadic.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The recipes that belong to this installation: {@code recipes/*.json} beside the launcher. */
final class RecipeFiles {
  private static final String FOLDER = "recipes";
  private static final String SUFFIX = ".json";

  private RecipeFiles() {}

  /** The folder: the nearest one above the jar, or above the classes; null if there is none. */
  private static Path folder() throws IOException {
    try {
      Path place =
          Path.of(RecipeFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      for (Path above = place.getParent(); above != null; above = above.getParent()) {
        if (Files.isDirectory(above.resolve(FOLDER))) {
          return above.resolve(FOLDER);
        }
      }
      return null;
    } catch (URISyntaxException e) {
      throw new IOException("where Dyadic is installed cannot be said: " + e.getMessage(), e);
    }
  }

  /** All recipes' files by name, in the order of the names. */
  static Map<String, Path> all() throws IOException {
    Path folder = folder();
    Map<String, Path> files = new TreeMap<>();
    if (folder == null) {
      return files;
    }
    try (Stream<Path> found = Files.list(folder)) {
      List<Path> recipes = found.filter(file -> file.toString().endsWith(SUFFIX)).toList();
      recipes.forEach(file -> files.put(name(file), file));
    }
    return files;
  }

  /** What a recipe in a file is called. */
  static String name(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  /**
   * The file of a recipe.
   *
   * @param nameOrFile a name, or a path that ends in .json
   * @throws IllegalArgumentException if there is none of this name; the message lists all
   */
  static Path find(String nameOrFile) throws IOException {
    if (nameOrFile.endsWith(SUFFIX)) {
      return Path.of(nameOrFile);
    }
    Map<String, Path> all = all();
    Path file = all.get(nameOrFile);
    if (file == null) {
      throw new IllegalArgumentException(
          "there is no recipe '%s'; there are: %s"
              .formatted(nameOrFile, all.isEmpty() ? "none" : String.join(", ", all.keySet())));
    }
    return file;
  }
}
