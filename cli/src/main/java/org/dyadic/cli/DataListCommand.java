package org.dyadic.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.DatasetStatus;
import org.dyadic.data.Datasets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dyadic data list}: which data sets there are, and where. */
@Command(
    name = "list",
    description = {
      "Lists the data sets that are known by name, and where their files are.",
      "",
      "Example: dyadic data list --data downloads",
      ""
    })
final class DataListCommand implements Callable<Integer> {
  @Mixin private Output output;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where to look first; then DYADIC_DATA, then the cache.")
  private Path directory;

  @Override
  public Integer call() {
    DatasetOptions defaults = DatasetOptions.defaults();
    List<DatasetStatus> all =
        Datasets.list(directory == null ? defaults : defaults.withDataDirectory(directory));
    output.say(line("name", "classes", "training", "test", "where"));
    for (DatasetStatus status : all) {
      output.say(
          line(
              status.name(),
              Integer.toString(status.classes()),
              count(status.train()),
              count(status.test()),
              where(status)));
    }
    output.say(
        "\nAny folder of images, one folder a class, is a data set, too: folder:DIR\n"
            + "So are rows of values with labels: csv:FILE (a label, then values, in every line),\n"
            + "and npy:DIR (train-x.npy, train-y.npy and, if there is a test set, test-x.npy,"
            + " test-y.npy)");
    output.result(Map.of("datasets", all.stream().map(DataListCommand::json).toList()));
    return ExitCode.OK.code();
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, "%-13s  %7s  %8s  %6s  %s", cells);
  }

  private static String count(int images) {
    return images == 0 ? "-" : String.format(Locale.ROOT, "%,d", images);
  }

  private static String where(DatasetStatus status) {
    if (status.place().isEmpty()) {
      return "not here; to download it: dyadic data fetch " + status.name();
    }
    return status.problem().isEmpty()
        ? status.place().get()
        : "%s, but %s".formatted(status.place().get(), status.problem());
  }

  private static Map<String, Object> json(DatasetStatus status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", status.name());
    json.put("classes", status.classes());
    json.put("place", status.place().orElse(null));
    json.put("train", status.train());
    json.put("test", status.test());
    json.put("problem", status.problem());
    return json;
  }
}
