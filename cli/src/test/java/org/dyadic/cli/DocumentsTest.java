package org.dyadic.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Documents against the program: commands parse, messages exist, links lead somewhere. {@code
 * .ci/run} runs the commands that are not marked.
 */
class DocumentsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?m)^(<!-- not run: ([^\n]+) -->\n)?```sh\n(.*?)^```$",
          Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)(#[^)]*)?\\)");
  private static final Pattern MESSAGE = Pattern.compile("(?m)^### `(.+)`$");

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String name : List.of("README.md", "ARCHITECTURE.md", "docs/results/README.md")) {
      pages.add(ROOT.resolve(name));
    }
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  /** The commands of the program in a block, without comments and what a shell adds. */
  private static List<List<String>> commands(String block) {
    List<List<String>> commands = new ArrayList<>();
    for (String line : block.replace("\\\n", " ").lines().toList()) {
      List<String> words = new ArrayList<>();
      Matcher word =
          WORD.matcher(line.replaceAll("(^|\\s)#.*", "").replaceAll("source <\\((.*)\\)", "$1"));
      while (word.find()) {
        words.add(
            Stream.of(1, 2, 3).map(word::group).filter(w -> w != null).findFirst().orElseThrow());
      }
      if (!words.isEmpty() && words.getFirst().matches("(\\./)?dyadic")) {
        int pipe = words.indexOf("|");
        commands.add(words.subList(1, pipe < 0 ? words.size() : pipe));
      }
    }
    return commands;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandParses(Path page) throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(page));
    while (block.find()) {
      for (List<String> command : commands(block.group(3))) {
        String[] words = command.stream().map(w -> w.replace("SEED", "0")).toArray(String[]::new);
        CommandLine line = Main.commandLine().setCaseInsensitiveEnumValuesAllowed(true);
        try {
          line.parseArgs(words);
        } catch (ParameterException e) {
          fail("%s: dyadic %s: %s".formatted(page, String.join(" ", words), e.getMessage()));
        }
      }
    }
  }

  @Test
  void theReaderOfBlocksSeesCommands() throws IOException {
    int commands = 0;
    int run = 0;
    for (Path page : pages()) {
      String text = Files.readString(page);
      int blocks = 0;
      Matcher block = BLOCK.matcher(text);
      while (block.find()) {
        blocks++;
        commands += commands(block.group(3)).size();
        run += block.group(1) == null && !page.getParent().endsWith("results") ? 1 : 0;
      }
      assertEquals(text.split("```sh\n", -1).length - 1, blocks, page.toString());
      assertEquals(text.split("<!-- not run: ", -1).length - 1, marked(text), page.toString());
    }
    assertTrue(commands > 40, commands + " commands");
    assertTrue(run >= 8, run + " blocks are run");
  }

  private static long marked(String text) {
    return BLOCK.matcher(text).results().filter(block -> block.group(1) != null).count();
  }

  @Test
  void aWrongCommandWouldBeFound() {
    assertEquals(
        List.of(List.of("train", "--methods", "a,b c", "--out", "x")),
        commands("./dyadic train --methods \"a,b c\" \\\n  --out x # why\nls\n"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsToAFile(Path page) throws IOException {
    Matcher link = LINK.matcher(Files.readString(page));
    while (link.find()) {
      assertTrue(
          Files.exists(page.resolveSibling(link.group(1))), page + " links to " + link.group(1));
    }
  }

  /** The literals of all sources, with those joined that a line's end split. */
  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder(Files.readString(ROOT.resolve("dyadic")));
    for (String module : List.of("core", "train", "cli", "onnxruntime", "mlflow")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        String text =
            files
                .filter(file -> file.toString().endsWith(".java"))
                .map(DocumentsTest::read)
                .collect(Collectors.joining());
        all.append(text.replaceAll("\"\\s*\\+\\s*\"", ""));
      }
    }
    return all.toString();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyMessageOfTroubleshootingIsInTheCode() throws IOException {
    String sources = sources();
    Matcher message = MESSAGE.matcher(Files.readString(ROOT.resolve("docs/troubleshooting.md")));
    int messages = 0;
    while (message.find()) {
      messages++;
      List<String> parts =
          Stream.of(message.group(1).split("…"))
              .map(String::strip)
              .filter(p -> p.length() > 3)
              .toList();
      assertFalse(parts.isEmpty(), message.group(1));
      for (String part : parts) {
        assertTrue(sources.contains(part), "not in the code: " + part);
      }
    }
    assertTrue(messages >= 20, messages + " messages");
  }
}
