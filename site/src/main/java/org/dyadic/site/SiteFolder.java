package org.dyadic.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder that holds a whole site: all files of one build, and none of an older one. */
final class SiteFolder {
  /** Only a folder with this file is taken for an older site and replaced. */
  private static final String MARK = "assets/site.css";

  private SiteFolder() {}

  /**
   * Writes the files into a folder beside the output, which then takes its place.
   *
   * @param files by their paths within the site
   * @throws SiteException if the output exists and is neither empty nor a site
   */
  static void write(Path output, Map<String, byte[]> files) throws IOException, SiteException {
    if (Files.exists(output) && !Files.exists(output.resolve(MARK)) && !isEmptyFolder(output)) {
      throw new SiteException(output + " holds something else than a site; name another folder");
    }
    Files.createDirectories(output.getParent());
    Path fresh = Files.createTempDirectory(output.getParent(), output.getFileName() + ".");
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path target = fresh.resolve(file.getKey());
        Files.createDirectories(target.getParent());
        Files.write(target, file.getValue());
      }
      delete(output);
      Files.move(fresh, output);
    } finally {
      delete(fresh);
    }
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> entries;
    try (Stream<Path> walk = Files.walk(folder)) {
      entries = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path entry : entries) {
      Files.delete(entry);
    }
  }
}
