package org.dyadic.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dyadic data}: the commands about data sets. */
@Command(
    name = "data",
    description = {"Lists and fetches data sets.", "", "Example: dyadic data list", ""},
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DataListCommand.class, DataFetchCommand.class})
final class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** No command was named. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.code();
  }
}
