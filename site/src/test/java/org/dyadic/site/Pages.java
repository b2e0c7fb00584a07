package org.dyadic.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small repositories and pages for tests. */
final class Pages {
  /** The repository that this test was compiled from. */
  static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

  private static final PageSource PAGE = new PageSource("docs/a.md", "a.html", "A", "Learn");

  private Pages() {}

  /** The HTML of a page's text, without the frame. */
  static String html(String markdown) throws SiteException {
    Problems problems = new Problems();
    Document document = Document.parse(PAGE, markdown, problems);
    problems.throwIfAny();
    return BodyRenderer.render(document);
  }

  /** Writes a file and the folders above it. */
  static void write(Path root, String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
