package org.dyadic.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program, on the documents of this repository and on small ones. */
class SiteBuilderTest {
  private static final Pattern ADDRESS = Pattern.compile("(?:href|src)=\"([^\"#]*)(#[^\"]*)?\"");

  @TempDir private Path folder;

  /** Looks at the HTML alone, so it does not believe what {@link Links} believes. */
  @Test
  void everyAddressInTheSiteLeadsToAFileAndAHeadingOfIt() throws IOException, SiteException {
    SortedMap<String, byte[]> files = SiteBuilder.files(Pages.REPOSITORY);
    int local = 0;
    for (String name : files.keySet().stream().filter(n -> n.endsWith(".html")).toList()) {
      Matcher address = ADDRESS.matcher(text(files, name));
      while (address.find()) {
        if (!address.group(1).matches("(https:|data:).*")) {
          String target = address.group(1).isEmpty() ? name : address.group(1);
          assertTrue(files.containsKey(target), name + " leads to " + address.group());
          if (address.group(2) != null) {
            String id = " id=\"" + address.group(2).substring(1) + "\"";
            assertTrue(text(files, target).contains(id), name + " leads to " + address.group());
          }
          local++;
        }
      }
    }
    assertTrue(local > 600, local + " addresses");
  }

  @Test
  void thePagesOfThisRepositoryAreWhole() throws IOException, SiteException {
    SortedMap<String, byte[]> files = SiteBuilder.files(Pages.REPOSITORY);
    List<PageSource> pages = PageSource.in(Pages.REPOSITORY);
    assertTrue(pages.size() >= 17, pages.toString());
    for (PageSource page : pages) {
      String html = text(files, page.output());
      assertFalse(html.contains("<!--") || html.contains("{{"), page.output());
      assertTrue(html.contains("<a href=\"%s\" aria-current=\"page\">".formatted(page.output())));
      assertEquals(
          page.source().endsWith("method.md"), html.contains("katex.min.js"), page.output());
    }
    assertTrue(text(files, "assets/katex/LICENSE.txt").contains("MIT License"));
    assertTrue(text(files, "assets/mermaid/LICENSE.txt").contains("MIT License"));
    assertEquals(20, files.keySet().stream().filter(f -> f.endsWith(".woff2")).count());
  }

  @Test
  void unknownPagesOfDocsComeLast() throws IOException, SiteException {
    Pages.write(folder, "docs/zebra.md", "# A zebra\n");
    Pages.write(folder, "docs/method.md", "# How\n");
    Pages.write(folder, "README.md", "# Home\n");
    assertEquals(
        List.of("index.html", "method.html", "zebra.html"),
        PageSource.in(folder).stream().map(PageSource::output).toList());
    assertFalse(SiteBuilder.files(folder).containsKey("assets/katex/katex.min.js"));
  }

  private static String text(SortedMap<String, byte[]> files, String name) {
    return new String(files.get(name), StandardCharsets.UTF_8);
  }

  /** What the program prints. */
  private String run(int status, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SiteBuilder.class.getName());
    command.addAll(List.of(arguments));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int ended = process.waitFor();
    String printed = Files.readString(log);
    assertEquals(status, ended, printed);
    return printed;
  }

  @Test
  void theProgramWritesTheSiteOrSaysWhyNot() throws IOException, InterruptedException {
    Path root = folder.resolve("repository");
    Path site = folder.resolve("site");
    Pages.write(root, "README.md", "# Home\n\n[x](LICENSE)\n");
    assertEquals(
        "README.md:3: 'LICENSE': there is no such file\n",
        run(1, root.toString(), site.toString()));
    assertFalse(Files.exists(site));
    Pages.write(root, "LICENSE", "licence\n");
    assertTrue(run(0, root.toString(), site.toString()).startsWith(site + ": 4 files, "));
    assertEquals("licence\n", Files.readString(site.resolve("files/LICENSE.txt")));
    assertEquals("usage: SiteBuilder REPOSITORY OUTPUT\n", run(2, root.toString()));
  }
}
