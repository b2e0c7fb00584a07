package org.dyadic.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteFolderTest {
  private static final String MARK = "assets/site.css";

  @TempDir private Path folder;

  private List<String> tree() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void aSiteReplacesAnOlderOneAsAWhole() throws IOException, SiteException {
    Path site = folder.resolve("new/site");
    SiteFolder.write(site, Map.of(MARK, new byte[1], "old.html", new byte[2]));
    SiteFolder.write(site, Map.of(MARK, new byte[3], "a/b.html", new byte[4]));
    assertEquals(List.of("new/site/a/b.html", "new/site/assets/site.css"), tree());
    assertEquals(3, Files.size(site.resolve(MARK)));
  }

  @Test
  void anEmptyFolderIsTaken() throws IOException, SiteException {
    SiteFolder.write(Files.createDirectory(folder.resolve("site")), Map.of(MARK, new byte[1]));
    assertEquals(List.of("site/assets/site.css"), tree());
  }

  @Test
  void somethingElseIsLeftAlone() throws IOException {
    Pages.write(folder, "home/letter.txt", "dear");
    Pages.write(folder, "file", "x");
    for (String name : List.of("home", "file")) {
      assertThrows(
          SiteException.class,
          () -> SiteFolder.write(folder.resolve(name), Map.of(MARK, new byte[1])));
    }
    assertEquals(List.of("file", "home/letter.txt"), tree());
  }
}
