package org.dyadic.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The folders below which the files of named sets are looked for, in this order: the data
 * directory, the environment variable DYADIC_DATA, the user's cache.
 *
 * @param roots the places, best first
 * @param cache the last of them, where fetched files go
 */
record DataRoots(List<Root> roots, Path cache) {

  /** A place to look, and what to call it. */
  record Root(String what, Path folder) {}

  /** The places on this machine. */
  static DataRoots here(Optional<Path> dataDirectory) {
    return of(
        dataDirectory,
        System.getenv(),
        System.getProperty("os.name"),
        Path.of(System.getProperty("user.home")));
  }

  static DataRoots of(
      Optional<Path> dataDirectory, Map<String, String> environment, String system, Path home) {
    List<Root> roots = new ArrayList<>();
    dataDirectory.ifPresent(folder -> roots.add(new Root("data directory", folder)));
    variable(environment, "DYADIC_DATA")
        .ifPresent(folder -> roots.add(new Root("DYADIC_DATA", folder)));
    Path cache = cache(environment, system, home);
    roots.add(new Root("cache", cache));
    return new DataRoots(List.copyOf(roots), cache);
  }

  private static Path cache(Map<String, String> environment, String system, Path home) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return variable(environment, "LOCALAPPDATA")
          .orElse(home.resolve("AppData").resolve("Local"))
          .resolve("dyadic");
    }
    if (name.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches").resolve("dyadic");
    }
    // The XDG specification: a relative path is to be ignored.
    return variable(environment, "XDG_CACHE_HOME")
        .filter(Path::isAbsolute)
        .orElse(home.resolve(".cache"))
        .resolve("dyadic");
  }

  private static Optional<Path> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(s -> !s.isBlank()).map(Path::of);
  }
}
