package org.dyadic.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinksTest {
  @TempDir private Path folder;
  private Path root;

  @BeforeEach
  void repository() throws IOException {
    root = folder.resolve("repository");
    Pages.write(root, "README.md", "# Home\n\n## What *happens*\n");
    Pages.write(root, "docs/guide.md", "# Guide\n\n## Here\n");
    Pages.write(root, "docs/results/README.md", "# Results\n\n## MNIST, 20 epochs\n");
    Pages.write(root, "docs/results/raw/a.jsonl", "{}\n");
    Pages.write(root, "docs/images/a.png", "picture");
    Pages.write(root, "LICENSE", "licence\n");
    Pages.write(root, "my notes", "notes\n");
    Pages.write(root, "long.txt", "x".repeat(300_000));
  }

  private String guide(String link) throws IOException, SiteException {
    Pages.write(root, "docs/guide.md", "# Guide\n\n## Here\n\n" + link + "\n");
    String html = html(SiteBuilder.files(root), "guide.html");
    return html.substring(html.indexOf("<p>") + 3, html.indexOf("</p>"));
  }

  private static String html(SortedMap<String, byte[]> files, String name) {
    return new String(files.get(name), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "../README.md, index.html",
    "../README.md#what-happens, index.html#what-happens",
    "results/README.md, results.html",
    "results/README.md#mnist-20-epochs, results.html#mnist-20-epochs",
    "./results/../guide.md, guide.html",
    "guide.md#here, #here",
    "#here, #here",
    "https://example.org/a.md#b, https://example.org/a.md#b",
    "mailto:a@example.org, mailto:a@example.org",
    "../LICENSE, files/LICENSE.txt",
    "../my%20notes, files/my%20notes.txt",
    "results/raw/a.jsonl, files/docs/results/raw/a.jsonl.txt",
  })
  void destinationsLieInTheSite(String from, String to) throws IOException, SiteException {
    assertEquals("<a href=\"%s\">x</a>".formatted(to), guide("[x](%s)".formatted(from)));
  }

  @Test
  void filesAreCopied() throws IOException, SiteException {
    Pages.write(root, "docs/guide.md", "# Guide\n\n[x](../my%20notes) ![y](images/a.png)\n");
    SortedMap<String, byte[]> files = SiteBuilder.files(root);
    assertArrayEquals(
        Files.readAllBytes(root.resolve("my notes")), files.get("files/my notes.txt"));
    assertArrayEquals(
        "picture".getBytes(StandardCharsets.UTF_8), files.get("files/docs/images/a.png"));
    assertFalse(files.containsKey("files/LICENSE.txt"));
    String html = html(files, "guide.html");
    assertTrue(html.contains("<img src=\"files/docs/images/a.png\" alt=\"y\""), html);
  }

  @Test
  void foldersAndLongFilesAreWords() throws IOException, SiteException {
    assertEquals(
        "see <span class=\"mention\" title=\"docs/results/raw in the repository\">the"
            + " <em>raw</em> output</span>.",
        guide("see [the *raw* output](results/raw/)."));
    assertEquals(
        "<span class=\"mention\" title=\"long.txt in the repository\">x</span>",
        guide("[x](../long.txt)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[x](gide.md) | 'gide.md': there is no such file",
        "[x](README.md) | 'README.md': there is no such file",
        "[x](#their) | '#their': docs/guide.md has no heading #their",
        "[x](../README.md#x) | '../README.md#x': README.md has no heading #x",
        "[x](../LICENSE#x) | '../LICENSE#x' names a heading of a file that is no page",
        "[x](../../secret) | '../../secret' leads out of the repository",
        "[x](/etc/passwd) | '/etc/passwd' is not relative to the page",
        "[x](//host/a) | '//host/a' is not relative to the page",
        "[x](<a b.md>) | 'a b.md' is not an address: Illegal character in path",
        "![x](images/b.png) | 'images/b.png': there is no such file",
        "![x](https://example.org/a.png) "
            + "| 'https://example.org/a.png': an image must lie in the repository",
      })
  void whatLeadsNowhereIsNamedWithPageAndLine(String link, String problem) throws IOException {
    Pages.write(folder, "secret", "beside the repository\n");
    SiteException e = assertThrows(SiteException.class, () -> guide(link));
    assertEquals("docs/guide.md:5: " + problem, e.getMessage());
  }

  @Test
  void oneBuildNamesAllProblems() throws IOException {
    Pages.write(root, "README.md", "# Home\n\nlong\nparagraph\n[x](a) and\n[y](#b)\n");
    SiteException e = assertThrows(SiteException.class, () -> guide("[x](z)"));
    assertEquals(
        """
        README.md:5: 'a': there is no such file
        README.md:6: '#b': README.md has no heading #b
        docs/guide.md:5: 'z': there is no such file\
        """,
        e.getMessage());
  }
}
