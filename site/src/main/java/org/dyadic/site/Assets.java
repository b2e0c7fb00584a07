package org.dyadic.site;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What pages share: the site's style and script, and, where a page needs them, KaTeX and Mermaid as
 * their npm packages have them, each with its licence. Of KaTeX's fonts those that every browser of
 * today takes (WOFF2) are enough: its style sheet names them first.
 */
final class Assets {
  private static final String FOLDER = "assets/";
  private static final Pattern FONT = Pattern.compile("url\\((fonts/[\\w-]+\\.woff2)\\)");

  private Assets() {}

  /** The elements of a page's head that load what it needs. */
  static String tags(Document document) {
    String katex =
        """
        <link rel="stylesheet" href="assets/katex/katex.min.css">
        <script defer src="assets/katex/katex.min.js"></script>
        """;
    String mermaid =
        """
        <script defer src="assets/mermaid/mermaid.min.js"></script>
        """;
    String own =
        """
        <link rel="stylesheet" href="assets/site.css">
        <script defer src="assets/site.js"></script>\
        """;
    return (document.hasMathematics() ? katex : "") + (document.hasDiagrams() ? mermaid : "") + own;
  }

  /** Adds what the pages need to the files of the site. */
  static void addTo(Map<String, byte[]> files, Collection<Document> documents) throws IOException {
    for (String name : new String[] {"site.css", "site.js"}) {
      files.put(FOLDER + name, text(name).getBytes(StandardCharsets.UTF_8));
    }
    if (documents.stream().anyMatch(Document::hasMathematics)) {
      byte[] style = library(files, "katex", "dist/katex.min.css", "katex.min.css");
      library(files, "katex", "dist/katex.min.js", "katex.min.js");
      library(files, "katex", "LICENSE", "LICENSE.txt");
      Matcher font = FONT.matcher(new String(style, StandardCharsets.UTF_8));
      while (font.find()) {
        library(files, "katex", "dist/" + font.group(1), font.group(1));
      }
    }
    if (documents.stream().anyMatch(Document::hasDiagrams)) {
      library(files, "mermaid", "dist/mermaid.min.js", "mermaid.min.js");
      library(files, "mermaid", "LICENSE", "LICENSE.txt");
    }
  }

  /** Adds a file of an npm package that lies on the class path as a jar. */
  private static byte[] library(Map<String, byte[]> files, String name, String from, String to)
      throws IOException {
    Properties properties = new Properties();
    properties.load(
        new ByteArrayInputStream(
            read("/META-INF/maven/org.webjars.npm/" + name + "/pom.properties")));
    String version = properties.getProperty("version");
    byte[] content = read("/META-INF/resources/webjars/" + name + "/" + version + "/" + from);
    files.put(FOLDER + name + "/" + to, content);
    return content;
  }

  /** A file that lies beside this class, in UTF-8. */
  static String text(String name) throws IOException {
    return new String(read(name), StandardCharsets.UTF_8);
  }

  private static byte[] read(String resource) throws IOException {
    try (InputStream stream = Assets.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new FileNotFoundException("not on the class path: " + resource);
      }
      return stream.readAllBytes();
    }
  }
}
