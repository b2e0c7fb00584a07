package org.dyadic.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dyadic.format.AtomicFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dyadic man}: writes the manual pages. */
@Command(
    name = "man",
    description = {
      "Writes a manual page for every command, for man(1): dyadic.1, dyadic-train.1 and so on.",
      "",
      "Example: dyadic man --out ~/.local/share/man/man1",
      ""
    })
final class ManCommand implements Callable<Integer> {
  @Mixin private Output output;
  @Spec private CommandSpec spec;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where they go.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(out);
    List<String> files = new ArrayList<>();
    write(spec.root(), files);
    output.say("%s: %d pages".formatted(out, files.size()));
    output.result(Map.of("out", out.toString(), "files", files));
    return ExitCode.OK.code();
  }

  private void write(CommandSpec command, List<String> files) throws IOException {
    String file = ManPage.name(command) + ".1";
    AtomicFile.write(
        out.resolve(file), ByteBuffer.wrap(ManPage.of(command).getBytes(StandardCharsets.UTF_8)));
    files.add(file);
    for (CommandLine subcommand : command.subcommands().values()) {
      write(subcommand.getCommandSpec(), files);
    }
  }
}
