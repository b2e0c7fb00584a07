package org.dyadic.train.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.model.Network;
import org.dyadic.train.FolderInUseException;
import org.dyadic.train.InterruptedRunException;
import org.dyadic.train.RunFolder;
import org.dyadic.train.Safetensors;
import org.dyadic.train.Trainer;

/**
 * Runs a {@link ComparisonPlan} in a folder. Each cell is a run in a process of its own; a finished
 * cell of the same configuration is kept, an unfinished one goes on from its checkpoints.
 */
public final class Comparison {
  private static final long MILLISECONDS_BETWEEN_LOOKS = 50;
  private static final long NANOSECONDS_BETWEEN_REPORTS = 1_000_000_000L;

  /** How to start the process of a cell. */
  public interface Launch {

    /**
     * A command that resumes the run in a folder and stops it when its standard input ends.
     *
     * @param folder holds the configuration
     * @param weights the float weights to start from; null to train them
     */
    List<String> command(Path folder, Path weights);
  }

  private final ComparisonPlan plan;
  private final Dataset dataset;
  private final DatasetOptions dataOptions;
  private final Launch launch;
  private final Network model;
  private final AtomicBoolean stop = new AtomicBoolean();
  private ComparisonListener listener = new ComparisonListener() {};
  private String command = "";

  private final Map<Cell, CellResult> ended = new LinkedHashMap<>();
  private final Map<Cell, CellProcess> running = new LinkedHashMap<>();
  private final Map<Long, String> startSha256 = new HashMap<>();
  private final Set<Cell> inUse = new HashSet<>();

  /**
   * A comparison.
   *
   * @param dataOptions where the data was found, for the runs
   * @throws IllegalArgumentException if the model does not fit the data set, or cannot be packed
   */
  public Comparison(
      ComparisonPlan plan, Dataset dataset, DatasetOptions dataOptions, Launch launch) {
    this.plan = plan;
    this.dataset = dataset;
    this.dataOptions = dataOptions;
    this.launch = launch;
    this.model = new Trainer(plan.common(), dataset).model();
  }

  /** Sets who hears of progress. */
  public Comparison listen(ComparisonListener newListener) {
    listener = newListener;
    return this;
  }

  /** Sets the command line that the tables name. */
  public Comparison calledBy(String line) {
    command = line;
    return this;
  }

  /**
   * Asks the runs to save and the comparison to end with an {@link InterruptedRunException}; may be
   * called from any thread.
   */
  public void requestStop() {
    stop.set(true);
  }

  /**
   * Runs what is missing, so many cells at a time, and writes the tables after each.
   *
   * @return all rows and seeds that the folder has ever been asked for
   * @throws IOException if a file cannot be read or written, or another process holds the folder
   * @throws InterruptedRunException after {@link #requestStop}
   * @throws IllegalArgumentException if the folder belongs to another comparison
   */
  public ComparisonReport run(Path out, int jobs) throws IOException {
    try (ComparisonFolder folder = ComparisonFolder.open(out)) {
      ComparisonPlan all = folder.bind(plan, dataset.sha256());
      List<Cell> waiting = plan.cells();
      for (Cell cell : waiting) {
        folder.requireBelongs(cell, plan);
      }
      Estimate estimate = new Estimate(plan, folder);
      long reported = System.nanoTime();
      while (!waiting.isEmpty() || !running.isEmpty()) {
        boolean collected = collect(folder);
        boolean found = begin(waiting, folder, jobs);
        if (collected || found) {
          folder.write(report(all, folder));
        }
        if (System.nanoTime() - reported > NANOSECONDS_BETWEEN_REPORTS) {
          reported = System.nanoTime();
          listener.progress(estimate.progress(ended.keySet(), running.keySet()));
        }
        pause();
      }
      ComparisonReport report = report(all, folder);
      folder.write(report);
      return report;
    } finally {
      running.values().forEach(CellProcess::stop);
      running.values().forEach(CellProcess::await);
      running.clear();
    }
  }

  private void pause() {
    try {
      Thread.sleep(MILLISECONDS_BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.set(true);
    }
    if (stop.get()) {
      throw new InterruptedRunException("stopped; finished runs are kept, the others are saved");
    }
  }

  /** Takes the results of processes that have ended; says whether there were any. */
  private boolean collect(ComparisonFolder folder) throws IOException {
    boolean any = false;
    for (Iterator<Map.Entry<Cell, CellProcess>> all = running.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<Cell, CellProcess> one = all.next();
      if (!one.getValue().isAlive()) {
        all.remove();
        JsonNode numbers = folder.result(one.getKey(), plan);
        end(one.getKey(), numbers, numbers == null ? one.getValue().reason() : null);
        any = true;
      }
    }
    return any;
  }

  private void end(Cell cell, JsonNode numbers, String reason) {
    CellResult result = new CellResult(cell, numbers, reason);
    ended.put(cell, result);
    listener.ended(result);
  }

  /** Starts cells whose float network is there; says whether any turned out to be finished. */
  private boolean begin(List<Cell> waiting, ComparisonFolder folder, int jobs) throws IOException {
    boolean any = false;
    for (Iterator<Cell> all = waiting.iterator(); all.hasNext() && running.size() < jobs; ) {
      Cell cell = all.next();
      CellResult start = cell.isStart() ? null : ended.get(Cell.start(cell.seed()));
      boolean ready = cell.isStart() || start != null;
      if (!ready) {
        continue;
      }
      if (start != null && start.failed()) {
        end(cell, null, "its float network: " + start.reason());
      } else if (!bound(cell, folder)) {
        continue;
      } else {
        startUnlessDone(cell, folder);
      }
      all.remove();
      any |= ended.containsKey(cell);
    }
    return any;
  }

  /** Writes or checks a cell's configuration; not while another process still holds the folder. */
  private boolean bound(Cell cell, ComparisonFolder folder) throws IOException {
    String sha256 = cell.isStart() ? null : startSha256(cell.seed(), folder);
    try (RunFolder run = RunFolder.open(folder.run(cell))) {
      run.bind(plan.config(cell, sha256), dataset.sha256(), dataOptions);
      return true;
    } catch (FolderInUseException e) {
      if (inUse.add(cell)) {
        listener.message(e.getMessage() + "; waiting for its end");
      }
      return false;
    }
  }

  private void startUnlessDone(Cell cell, ComparisonFolder folder) throws IOException {
    JsonNode numbers = folder.result(cell, plan);
    if (numbers != null) {
      end(cell, numbers, null);
      return;
    }
    Path weights = cell.isStart() ? null : floatWeights(cell.seed(), folder);
    running.put(
        cell, CellProcess.start(launch.command(folder.run(cell), weights), folder.run(cell)));
    listener.started(cell);
  }

  private static Path floatWeights(long seed, ComparisonFolder folder) {
    return folder.run(Cell.start(seed)).resolve("float.safetensors");
  }

  private String startSha256(long seed, ComparisonFolder folder) throws IOException {
    String known = startSha256.get(seed);
    if (known == null) {
      known = Safetensors.sha256(Safetensors.read(floatWeights(seed, folder), model));
      startSha256.put(seed, known);
    }
    return known;
  }

  private ComparisonReport report(ComparisonPlan all, ComparisonFolder folder) throws IOException {
    List<CellResult> results = new ArrayList<>();
    for (Cell cell : all.cells()) {
      CellResult known = ended.get(cell);
      results.add(known != null ? known : new CellResult(cell, folder.result(cell, plan), null));
    }
    return new ComparisonReport(all, dataset, model, command, results);
  }
}
