package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Completion in a real bash, and manual pages in a real formatter. */
class ShellIntegrationTest {
  @TempDir private Path folder;

  private record Ended(int status, String out, String err) {}

  private Ended run(String... line) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    int status =
        new ProcessBuilder(line)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    return new Ended(status, Files.readString(out), Files.readString(err));
  }

  private static boolean missing(String program) {
    boolean missing =
        Stream.of(System.getenv("PATH").split(":"))
            .noneMatch(place -> Files.isExecutable(Path.of(place, program)));
    assertFalse(missing && "true".equals(System.getenv("CI")), "no " + program);
    return missing;
  }

  @ParameterizedTest
  @CsvSource({
    "dyadic tra, train",
    "dyadic train --tens, --tensorboard",
    "dyadic data fe, fetch",
    "dyadic bench-train --li, --live",
  })
  void bashCompletes(String typed, String completed) throws Exception {
    Assumptions.assumeFalse(missing("bash"));
    Path script = folder.resolve("completion");
    Files.writeString(script, done("completion", "bash").out());
    String[] words = typed.split(" ");
    Ended ended =
        run(
            "bash",
            "-uc",
            "set +u; compopt() { :; }; source %s; COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; _complete_dyadic; printf '%%s\\n' \"${COMPREPLY[@]}\""
                .formatted(script, typed, words.length - 1, typed));
    assertEquals("", ended.err());
    assertEquals(completed, ended.out().strip());
  }

  @Test
  void bothShellsReadTheSameScript() throws IOException {
    String bash = done("completion", "bash").out();
    assertEquals(bash, done("completion", "zsh").out());
    assertTrue(bash.contains("autoload -U +X bashcompinit"), bash);
    assertEquals(
        bash.strip(), done("completion", "bash", "--json").json().path("script").asText().strip());
  }

  private static void names(CommandLine line, Set<String> names) {
    names.add(line.getCommandSpec().qualifiedName("-") + ".1");
    line.getSubcommands().values().forEach(sub -> names(sub, names));
  }

  @Test
  void everyCommandHasAPageThatFormatsWithoutAWarning() throws Exception {
    Path pages = folder.resolve("man1");
    done("man", "--out", pages);
    Set<String> expected = new TreeSet<>();
    names(Main.commandLine(), expected);
    Set<String> written = new TreeSet<>();
    try (Stream<Path> files = Files.list(pages)) {
      files.forEach(file -> written.add(file.getFileName().toString()));
    }
    assertEquals(expected, written);
    Assumptions.assumeFalse(missing("groff"));
    for (String page : written) {
      Ended ended =
          run("groff", "-man", "-ww", "-Tutf8", "-P-cbou", pages.resolve(page).toString());
      assertEquals("", ended.err(), page);
      for (String heading : List.of("NAME", "SYNOPSIS", "OPTIONS", "EXIT STATUS")) {
        assertTrue(ended.out().contains("\n" + heading + "\n"), page + ": " + ended.out());
      }
    }
  }

  @Test
  void aPageSaysWhatTheHelpSays() throws Exception {
    Assumptions.assumeFalse(missing("groff"));
    Path pages = folder.resolve("man1");
    done("man", "--out", pages);
    Ended ended =
        run("groff", "-man", "-Tutf8", "-P-cbou", pages.resolve("dyadic-train.1").toString());
    String text = ended.out().replaceAll("\\s+", " ");
    CommandLine train = Main.commandLine().getSubcommands().get("train");
    for (var option : train.getCommandSpec().options()) {
      String name = option.longestName().substring(2);
      assertTrue(text.matches(".* --(\\[no-])?" + name + "\\b.*"), name);
    }
    assertTrue(text.contains("dyadic-train - Trains a network in float"), text);
    assertTrue(text.contains("dyadic train --dataset mnist --model lenet5 --out runs/mnist"), text);
    assertTrue(text.contains("5 training diverged; the last good checkpoint is kept"), text);
    assertTrue(
        new String(Files.readAllBytes(pages.resolve("dyadic.1")), StandardCharsets.UTF_8)
            .contains("dyadic\\-train(1)"));
  }
}
