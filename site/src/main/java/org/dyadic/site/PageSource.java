package org.dyadic.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A page: where it comes from and where it goes.
 *
 * @param source the Markdown file within the repository, with slashes
 * @param output the HTML file within the site, which has all pages in one folder
 * @param name what the navigation calls it
 * @param chapter the part of the navigation it stands in
 */
record PageSource(String source, String output, String name, String chapter) {
  private static final String LEARN = "Learn";
  private static final String USE = "Use";
  private static final String PROJECT = "Project";

  /** The order of the navigation. */
  private static final List<PageSource> KNOWN =
      List.of(
          new PageSource("README.md", "index.html", "Overview", LEARN),
          docs("tutorial", "Tutorial", LEARN),
          docs("guide", "Guide", LEARN),
          docs("method", "The method", LEARN),
          docs("compare", "Comparing methods", LEARN),
          docs("api", "Java API", USE),
          docs("export-c", "Export to C", USE),
          docs("export-onnx", "Export to ONNX", USE),
          docs("import", "Import", USE),
          docs("bench", "Measuring speed", USE),
          docs("sensors", "Sensors", USE),
          docs("model-format", "Model file", USE),
          docs("troubleshooting", "Troubleshooting", USE),
          new PageSource("docs/results/README.md", "results.html", "Results", PROJECT),
          new PageSource("ARCHITECTURE.md", "architecture.html", "Architecture", PROJECT),
          docs("decisions", "Decisions", PROJECT),
          docs("release", "Releases", PROJECT),
          new PageSource("CHANGELOG.md", "changelog.html", "Changelog", PROJECT));

  private static PageSource docs(String stem, String name, String chapter) {
    return new PageSource("docs/" + stem + ".md", stem + ".html", name, chapter);
  }

  /**
   * The pages of a repository in the navigation's order; those of docs that it does not know come
   * last.
   */
  static List<PageSource> in(Path root) throws IOException {
    List<PageSource> pages = new ArrayList<>();
    KNOWN.stream().filter(page -> Files.exists(root.resolve(page.source))).forEach(pages::add);
    if (Files.isDirectory(root.resolve("docs"))) {
      try (Stream<Path> files = Files.list(root.resolve("docs"))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".md"))
            .sorted()
            .map(name -> name.substring(0, name.length() - ".md".length()))
            .filter(
                stem ->
                    KNOWN.stream().noneMatch(page -> page.source.equals("docs/" + stem + ".md")))
            .forEach(stem -> pages.add(docs(stem, stem, "More")));
      }
    }
    return pages;
  }
}
