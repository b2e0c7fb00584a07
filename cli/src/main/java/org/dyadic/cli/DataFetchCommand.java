package org.dyadic.cli;

import java.io.Console;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dyadic.data.DatasetFetcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dyadic data fetch}: brings a data set into the user's cache. */
@Command(
    name = "fetch",
    description = {
      "Downloads a data set from its public home into the cache and checks its SHA-256.",
      "A download that was cut off is gone on with. Without a network it says which files to put"
          + " where.",
      "",
      "Example: dyadic data fetch mnist",
      ""
    })
final class DataFetchCommand implements Callable<Integer> {
  @Mixin private Output output;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "mnist, fashion-mnist, cifar10 or cifar100.")
  private String name;

  @Override
  public Integer call() {
    // JDK 25 has no console again where the streams are no terminal, as before JDK 22.
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    FetchProgress progress =
        new FetchProgress(spec.commandLine().getErr(), terminal, System::nanoTime);
    Path folder;
    try {
      folder = DatasetFetcher.fetch(name, progress);
    } finally {
      progress.end();
    }
    output.say("%s is in %s".formatted(name, folder));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dataset", name);
    json.put("folder", folder.toString());
    output.result(json);
    return ExitCode.OK.code();
  }
}
