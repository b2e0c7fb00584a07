package org.dyadic.train.report.figure;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.dyadic.format.AtomicFile;
import org.dyadic.train.report.ReportData;

/**
 * Writes a report's figures into a folder, each as {@code NAME.svg} and {@code NAME.png} (216
 * pixels an inch) on white: {@code errors}, {@code loss}, {@code mode-changes}, {@code distances},
 * {@code schedule}, and for every run {@code modes}, {@code confusion}, {@code bytes} and {@code
 * filters}, with the run's name before it where there are several. What a run lacks is left out.
 */
public final class StaticFigures {
  private static final double WIDTH = 330;
  private static final double HEIGHT = 210;
  private static final double MARGIN = 6;

  private final Path folder;
  private final List<String> written = new ArrayList<>();

  private StaticFigures(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes all figures of a report's data.
   *
   * @param folder is created if it is missing
   * @return the names of the files
   * @throws IOException if a file cannot be written
   */
  public static List<String> write(ReportData data, Path folder) throws IOException {
    Files.createDirectories(folder);
    StaticFigures figures = new StaticFigures(folder);
    List<RunView> runs = RunView.all(data.json());
    figures.curves(new Curves(runs));
    for (RunView run : runs) {
      String prefix = runs.size() == 1 ? "" : run.name().replaceAll("[^A-Za-z0-9._-]+", "-") + "-";
      figures.ofRun(run, prefix);
    }
    return figures.written;
  }

  private void curves(Curves curves) throws IOException {
    plots("errors", curves.errors());
    plots("loss", curves.column("train_loss", "training loss", true));
    plots("mode-changes", curves.modeChanges());
    plots("distances", curves.distances());
    plots(
        "schedule",
        curves.column("lambda", "λ", true),
        curves.column("learning_rate", "learning rate", false),
        curves.modeWidths());
  }

  /** Plots side by side, without those that have no line. */
  private void plots(String name, LinePlot... all) throws IOException {
    List<LinePlot> plots = List.of(all).stream().filter(plot -> !plot.lines().isEmpty()).toList();
    if (!plots.isEmpty()) {
      write(
          name,
          plots.size() * WIDTH,
          HEIGHT,
          canvas -> {
            for (int i = 0; i < plots.size(); i++) {
              plots
                  .get(i)
                  .draw(canvas, i * WIDTH, 0, WIDTH - (i + 1 < plots.size() ? 16 : 0), HEIGHT);
            }
          });
    }
  }

  private void ofRun(RunView run, String prefix) throws IOException {
    ModeGrid modes = new ModeGrid(run);
    if (!modes.empty()) {
      write(prefix + "modes", modes.width(), modes.height(), modes::draw);
    }
    JsonNode test = run.json().path("test");
    if (test.has("confusion")) {
      double size = ModelFigures.confusionSize(test);
      write(
          prefix + "confusion",
          size,
          18 + test.path("classes").size() * 22.0,
          canvas -> ModelFigures.confusion(canvas, test));
    }
    JsonNode bytes = run.json().path("bytes");
    if (bytes.has("layers")) {
      write(
          prefix + "bytes",
          ModelFigures.bytesWidth(),
          ModelFigures.bytesHeight(bytes),
          canvas -> ModelFigures.bytes(canvas, bytes));
    }
    JsonNode filters = run.json().path("filters");
    if (filters.has("after")) {
      write(
          prefix + "filters",
          ModelFigures.filtersWidth(filters),
          ModelFigures.filtersHeight(filters),
          canvas -> ModelFigures.filters(canvas, filters, run.bits()));
    }
  }

  private void write(String name, double width, double height, Consumer<Canvas> drawing)
      throws IOException {
    SvgCanvas svg = new SvgCanvas(width + 2 * MARGIN, height + 2 * MARGIN);
    drawing.accept(new Shifted(svg, MARGIN));
    put(name + ".svg", svg.toString().getBytes(StandardCharsets.UTF_8));
    ImageCanvas image = new ImageCanvas(width + 2 * MARGIN, height + 2 * MARGIN);
    drawing.accept(new Shifted(image, MARGIN));
    put(name + ".png", image.toPng());
  }

  private void put(String name, byte[] bytes) throws IOException {
    AtomicFile.write(folder.resolve(name), ByteBuffer.wrap(bytes));
    written.add(name);
  }
}
