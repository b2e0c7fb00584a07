package org.dyadic.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Builds the site: {@code java org.dyadic.site.SiteBuilder REPOSITORY OUTPUT}. The exit status is
 * 0, or 1 with every problem of every page on the standard error stream (nothing is written then),
 * or 2 for wrong arguments.
 */
public final class SiteBuilder {
  private SiteBuilder() {}

  /**
   * Takes the repository's root folder and the folder to write, which is replaced if it holds an
   * older site.
   */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String... arguments) {
    if (arguments.length != 2) {
      System.err.println("usage: SiteBuilder REPOSITORY OUTPUT");
      return 2;
    }
    Path output = Path.of(arguments[1]).toAbsolutePath().normalize();
    try {
      SortedMap<String, byte[]> files = files(Path.of(arguments[0]).toAbsolutePath().normalize());
      SiteFolder.write(output, files);
      long bytes = files.values().stream().mapToLong(content -> content.length).sum();
      System.out.printf("%s: %d files, %,d bytes%n", output, files.size(), bytes);
      return 0;
    } catch (SiteException e) {
      System.err.println(e.getMessage());
    } catch (IOException e) {
      System.err.println("cannot build the site: " + e);
    }
    return 1;
  }

  /**
   * Every file of the site by its path within, in memory.
   *
   * @param root the repository
   * @throws SiteException if a link or anchor leads nowhere, or a page holds what cannot be shown
   */
  static SortedMap<String, byte[]> files(Path root) throws IOException, SiteException {
    Problems problems = new Problems();
    Map<String, Document> documents = new LinkedHashMap<>();
    List<PageSource> pages = PageSource.in(root);
    for (PageSource page : pages) {
      String markdown = Files.readString(root.resolve(page.source()));
      documents.put(page.source(), Document.parse(page, markdown, problems));
    }
    Links links = new Links(root, documents, problems);
    documents.values().forEach(links::rewrite);
    problems.throwIfAny();

    SortedMap<String, byte[]> files = new TreeMap<>();
    Template template = new Template(Assets.text("page.html"), pages);
    for (Document document : documents.values()) {
      files.put(document.page().output(), template.fill(document).getBytes(StandardCharsets.UTF_8));
    }
    for (Map.Entry<String, Path> file : links.files().entrySet()) {
      files.put(file.getKey(), Files.readAllBytes(file.getValue()));
    }
    Assets.addTo(files, documents.values());
    return files;
  }
}
