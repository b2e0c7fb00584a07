package org.dyadic.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dyadic completion}: commands and options at the press of a key. */
@Command(
    name = "completion",
    description = {
      "Prints a script that completes commands, options and files in a shell. Put the example into"
          + " ~/.bashrc, or with zsh instead of bash into ~/.zshrc.",
      "",
      "Example: source <(dyadic completion bash)",
      ""
    })
final class CompletionCommand implements Callable<Integer> {
  /** The script asks for itself which of them reads it. */
  private enum Dialect {
    BASH,
    ZSH
  }

  @Mixin private Output output;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Dialect shell;

  @Override
  public Integer call() {
    String script = AutoComplete.bash("dyadic", spec.root().commandLine());
    if (!output.isJson()) {
      output.say(script);
    }
    output.result(Map.of("shell", shell, "script", script));
    return ExitCode.OK.code();
  }
}
