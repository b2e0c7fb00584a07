package org.dyadic.train.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dyadic.format.AtomicFile;

/**
 * A report as one HTML file that asks for nothing else: styles, scripts, D3 and the data are in it.
 * Its content security policy allows exactly these scripts by their SHA-256, and no connection.
 */
public final class HtmlReport {
  private static final String LIBRARY = "d3.min.js";
  private static final String LICENCE = "d3.LICENSE.txt";

  /** In the order in which they run. */
  static final List<String> SCRIPTS =
      List.of(
          "dom.js",
          "runs.js",
          "chart.js",
          "figure.js",
          "modes.js",
          "curves.js",
          "test.js",
          "model.js",
          "page.js");

  private static final List<String> LIVE_SCRIPTS =
      Stream.concat(SCRIPTS.stream(), Stream.of("live.js")).toList();

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");
  private static final ObjectWriter JSON =
      JsonMapper.builder().build().writer().with(new InScript());

  private HtmlReport() {}

  /**
   * Writes the page; the file appears whole or not at all.
   *
   * @return its bytes
   * @throws IOException if it cannot be written
   */
  public static long write(ReportData data, Path file) throws IOException {
    byte[] page = page(data).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, java.nio.ByteBuffer.wrap(page));
    return page.length;
  }

  /** The page. */
  static String page(ReportData data) {
    return page(data.json().path("title").asText(), json(data), SCRIPTS, "");
  }

  /**
   * The page of a run that goes on: it asks the server that it came from for {@code events}, of
   * which those named {@code document} are reports, and posts to {@code pause}, {@code resume} and
   * {@code stop}.
   */
  public static String livePage(String title) {
    return page(title, "null", LIVE_SCRIPTS, "; connect-src 'self'; form-action 'none'");
  }

  private static String page(String title, String json, List<String> scripts, String more) {
    String library = "/*\n" + resource(LICENCE) + "*/\n" + resource(LIBRARY);
    List<String> own = scripts.stream().map(HtmlReport::resource).toList();
    String styles = resource("page.css");
    String hashes =
        own.stream()
            .map(HtmlReport::hash)
            .collect(Collectors.joining(" ", hash(library) + " ", ""));
    return fill(
        resource("page.html"),
        Map.of(
            "policy",
            "default-src 'none'; img-src data:; style-src %s; script-src %s%s"
                .formatted(hash(styles), hashes, more),
            "title",
            escape(title),
            "styles",
            styles,
            "data",
            json,
            "library",
            library,
            "scripts",
            own.stream()
                .map(script -> "<script>" + script + "</script>")
                .collect(Collectors.joining("\n"))));
  }

  /** Fills places in one pass, so that nothing is looked for in what was filled in. */
  private static String fill(String template, Map<String, String> values) {
    return PLACE
        .matcher(template)
        .replaceAll(place -> Matcher.quoteReplacement(values.get(place.group(1))));
  }

  private static String json(ReportData data) {
    try {
      return JSON.writeValueAsString(data.json());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes what could end a script, or begin a comment in one, as an escape. */
  private static final class InScript extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      for (char c : new char[] {'<', '>', '&', '\''}) {
        codes[c] = ESCAPE_STANDARD;
      }
      return codes;
    }

    @Override
    public SerializableString getEscapeSequence(int character) {
      return new SerializedString("\\u%04x".formatted(character));
    }
  }
}
