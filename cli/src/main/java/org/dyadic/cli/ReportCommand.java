package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dyadic.train.report.HtmlReport;
import org.dyadic.train.report.ReportData;
import org.dyadic.train.report.RunHistory;
import org.dyadic.train.report.RunSet;
import org.dyadic.train.report.figure.StaticFigures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dyadic report}: what happened in runs, as a page or as figures for a paper. */
@Command(
    name = "report",
    description = {
      "Shows what happened in one run or several, finished or not: a page that loads nothing from"
          + " the network, with the weights of every layer splitting into modes from epoch to"
          + " epoch; or, with --figures, pictures for a paper.",
      "",
      "Example: dyadic report runs/mnist -o report.html",
      ""
    })
final class ReportCommand implements Callable<Integer> {
  /** Of more runs, or those of a comparison, classifying the test images takes long. */
  private static final int MOST_TESTED = 4;

  @Mixin private Output output;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "Run folders (what train --out names), or folders of comparisons.")
  private List<Path> folders;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "The page (default: report.html, or none with --figures).")
  private Path out;

  @Option(
      names = "--figures",
      paramLabel = "DIR",
      description = "Write each figure as SVG and PNG into a folder.")
  private Path figures;

  @Option(
      names = "--test",
      negatable = true,
      description =
          "Classify the test images with each packed model, for the confusions and the misread"
              + " images (default: of up to four runs that are no comparison).")
  private Boolean test;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where to look for data sets first; then DYADIC_DATA, then the cache.")
  private Path directory;

  @Option(names = "--threads", description = "Threads (default: all cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() throws IOException {
    if (threads < 1) {
      throw new IllegalArgumentException("--threads %d must be at least 1".formatted(threads));
    }
    RunSet set = RunSet.read(folders);
    ReportData data = ReportData.of(set, options(set));
    Map<String, Object> json = new LinkedHashMap<>();
    json.putAll(page(data, set));
    json.put("runs", set.runs().stream().map(RunHistory::name).toList());
    if (figures != null) {
      List<String> files = StaticFigures.write(data, figures);
      output.say("%s: %d files".formatted(figures, files.size()));
      json.put("figures", figures.toString());
      json.put("files", files);
    }
    output.result(json);
    return ExitCode.OK.code();
  }

  /** Writes the page, if one is wanted, and says where and how large. */
  private Map<String, Object> page(ReportData data, RunSet set) throws IOException {
    if (out == null && figures != null) {
      return Map.of();
    }
    Path page = out == null ? Path.of("report.html") : out;
    long bytes = HtmlReport.write(data, page);
    output.say("%s: %,d bytes, %d %s".formatted(page, bytes, set.runs().size(), noun(set)));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("out", page.toString());
    json.put("bytes", bytes);
    return json;
  }

  private static String noun(RunSet set) {
    return set.runs().size() == 1 ? "run" : "runs";
  }

  private ReportData.Options options(RunSet set) {
    boolean few = set.runs().size() <= MOST_TESTED && set.comparison().isMissingNode();
    return new ReportData.Options(
        test == null ? few : test, Optional.ofNullable(directory), threads, output::say);
  }
}
