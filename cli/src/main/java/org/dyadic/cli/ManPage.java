package org.dyadic.cli;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The help of one command as a manual page, in the <a
 * href="https://man7.org/linux/man-pages/man7/groff_man.7.html">man macros</a> of roff.
 */
final class ManPage {
  private static final String EXAMPLE = "Example: ";
  private static final int NAME_COLUMN = 3;
  private static final int TEXT_COLUMN = 4;

  private final CommandSpec command;
  private final Help help;
  private final StringBuilder page = new StringBuilder();

  private ManPage(CommandSpec command) {
    this.command = command;
    this.help = new Help(command, Help.defaultColorScheme(Ansi.OFF));
  }

  /** The page of a command. */
  static String of(CommandSpec command) {
    ManPage page = new ManPage(command);
    page.write();
    return page.page.toString();
  }

  /** What a page is called, such as {@code dyadic-data-fetch}. */
  static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  private void write() {
    line(".TH \"%s\" \"1\" \"\" \"Dyadic\" \"Dyadic\"".formatted(escaped(name(command))));
    section("NAME");
    text("%s - %s".formatted(name(command), summary(command)));
    section("SYNOPSIS");
    line(".nf");
    help.synopsis(0).lines().forEach(this::text);
    line(".fi");
    section("DESCRIPTION");
    description();
    parameters();
    subcommands();
    pairs("EXIT STATUS", command.root().usageMessage().exitCodeList());
    environment();
    section("SEE ALSO");
    text(
        command.parent() == null
            ? "The file README.md, and the folder docs beside it."
            : name(command.parent()) + "(1)");
  }

  /** The first sentence of what a command does. */
  private static String summary(CommandSpec command) {
    String text = String.join(" ", command.usageMessage().description());
    int end = text.indexOf(". ");
    return (end < 0 ? text : text.substring(0, end)).strip().replaceAll("\\.$", "");
  }

  private void description() {
    for (String paragraph : command.usageMessage().description()) {
      if (paragraph.startsWith(EXAMPLE)) {
        section("EXAMPLE");
        line(".nf");
        text(paragraph.substring(EXAMPLE.length()));
        line(".fi");
      } else if (!paragraph.isEmpty()) {
        line(".PP");
        text(paragraph);
      }
    }
  }

  private void parameters() {
    section("OPTIONS");
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      if (!parameter.hidden()) {
        entry(
            help.createDefaultParameterRenderer()
                .render(parameter, help.parameterLabelRenderer(), help.colorScheme()));
      }
    }
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        entry(
            help.createDefaultOptionRenderer()
                .render(option, help.parameterLabelRenderer(), help.colorScheme()));
      }
    }
  }

  /** The columns of a row of help: marks, short name, comma, long name, text. */
  private void entry(Text[][] rows) {
    String names =
        Arrays.stream(rows[0])
            .limit(NAME_COLUMN + 1L)
            .map(Text::plainString)
            .collect(Collectors.joining())
            .replace(",", ", ")
            .strip();
    String text =
        Arrays.stream(rows)
            .map(row -> row[TEXT_COLUMN].plainString())
            .collect(Collectors.joining(" "));
    entry(names, text);
  }

  private void entry(String name, String text) {
    line(".TP");
    line("\\fB" + escaped(name) + "\\fR");
    text(text);
  }

  private void subcommands() {
    if (command.subcommands().isEmpty()) {
      return;
    }
    section("COMMANDS");
    command
        .subcommands()
        .values()
        .forEach(
            sub -> entry(name(sub.getCommandSpec()) + "(1)", summary(sub.getCommandSpec()) + "."));
  }

  private void pairs(String title, Map<String, String> entries) {
    section(title);
    entries.forEach((key, value) -> entry(key.strip(), value));
  }

  /** Lines of the footer: a name, spaces, what it is. */
  private void environment() {
    section("ENVIRONMENT");
    for (String variable : command.root().usageMessage().footer()) {
      String[] parts = variable.strip().split(" +", 2);
      entry(parts[0], parts[1]);
    }
  }

  private void section(String title) {
    line(".SH " + title);
  }

  /** One line that is no request, whatever it begins with. */
  private void text(String text) {
    String escaped = escaped(text.strip());
    line(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped);
  }

  private void line(String line) {
    page.append(line).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq");
  }
}
