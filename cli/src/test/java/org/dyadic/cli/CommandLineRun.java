package org.dyadic.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;

/** One command, run in this JVM, and what it printed. */
record CommandLineRun(int status, String out, String err) {

  static CommandLineRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
    int status = Main.run(new PrintWriter(out), new PrintWriter(err), false, words);
    return new CommandLineRun(status, out.toString(), err.toString());
  }

  /** Runs a command that must succeed. */
  static CommandLineRun done(Object... arguments) {
    CommandLineRun run = of(arguments);
    assertEquals(0, run.status, run.err);
    return run;
  }

  /** Runs a command that must fail with nothing but this message. */
  static void refused(int status, String message, Object... arguments) {
    CommandLineRun run = of(arguments);
    assertEquals("dyadic: " + message + System.lineSeparator(), run.err);
    assertEquals(status, run.status);
  }

  /** Trains a network that errs often, in a second, and returns its model file. */
  static Path tinyModel(Path run) throws IOException {
    JsonNode json =
        done(
                "train",
                "--model=4C3-MP4-10",
                "--batch=100",
                "--float-epochs=1",
                "--epochs=1",
                "--threads=1",
                "--out=" + run,
                "--json")
            .json();
    return Path.of(json.get("model").asText());
  }

  /** The one line of standard output. */
  JsonNode json() throws IOException {
    assertEquals(1, out.lines().count(), out);
    return new ObjectMapper().readTree(out);
  }
}
