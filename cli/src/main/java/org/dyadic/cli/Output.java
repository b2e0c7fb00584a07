package org.dyadic.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The {@code --json} option, and where a command's words go. With it the last line of standard
 * output is one JSON object and everything else goes to standard error; without it everything that
 * is said goes to standard output and there is no JSON.
 */
final class Output {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--json",
      description =
          "Print one JSON object as the last line of standard output; talk goes to"
              + " standard error.")
  private boolean json;

  /** Whether a program reads standard output. */
  boolean isJson() {
    return json;
  }

  /** Says something to the person who watches. */
  void say(String text) {
    PrintWriter writer = json ? command.commandLine().getErr() : command.commandLine().getOut();
    writer.println(text);
    writer.flush();
  }

  /** Says what the person should know even when standard output is thrown away. */
  void warn(String text) {
    PrintWriter writer = command.commandLine().getErr();
    writer.println("warning: " + text);
    writer.flush();
  }

  /** Says to the person, not to a program that reads the output, what matters at this moment. */
  void note(String text) {
    PrintWriter writer = command.commandLine().getErr();
    writer.println(text);
    writer.flush();
  }

  /**
   * Prints the result for a program, if it was asked for. Call it once, last.
   *
   * @param result a record or a map; its components or entries become the object's fields
   */
  void result(Object result) {
    if (!json) {
      return;
    }
    PrintWriter writer = command.commandLine().getOut();
    writer.println(toJson(result));
    writer.flush();
  }

  private static String toJson(Object result) {
    try {
      return JSON.writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result that is no JSON: " + result, e);
    }
  }
}
