package org.dyadic.train.report;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dyadic.format.AtomicFile;
import org.dyadic.train.LayerReport;
import org.dyadic.train.TrainingListener;

/**
 * Keeps a TensorBoard event file in a run folder, one event an epoch. The file is a function of the
 * run's log: what a run that was killed wrote in vain is replaced when it is resumed, so no step is
 * there twice. While the run goes on records are appended only, as TensorBoard expects.
 */
public final class TensorBoardLog implements TrainingListener, AutoCloseable {
  /** TensorBoard takes every file with {@code tfevents} in its name. */
  private static final String NAME = "events.out.tfevents.dyadic";

  private final Path run;
  private EventRecords records;
  private long read;
  private int lines;
  private int floatEpochs;
  private int epochs;

  /** The log of a run whose folder need not exist yet. */
  public TensorBoardLog(Path run) {
    this.run = run;
  }

  /** Whether a run folder has an event file. */
  public static boolean exists(Path run) {
    return Files.exists(run.resolve(NAME));
  }

  /** The log of the run has been cut back to where it goes on. */
  @Override
  public void step(String phase, int epoch, int all, int step, int steps, double loss) {
    if (records == null) {
      try {
        begin();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void epoch(
      String phase, int epoch, int all, Map<String, Double> numbers, List<LayerReport> layers) {
    try {
      addLines();
      append(records.take());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes what is missing in the file, or the whole file if it has something else. */
  private void begin() throws IOException {
    long began = Files.getLastModifiedTime(run.resolve("config.json")).to(TimeUnit.MILLISECONDS);
    records = new EventRecords(began / 1000.0);
    records.addVersion();
    addLines();
    byte[] wanted = records.take();
    Path file = run.resolve(NAME);
    byte[] there = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    int same = Arrays.mismatch(there, wanted);
    if (same < 0 || same == there.length) {
      append(Arrays.copyOfRange(wanted, there.length, wanted.length));
    } else if (same < wanted.length) {
      AtomicFile.write(file, ByteBuffer.wrap(wanted));
    } else {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(wanted.length);
      }
    }
  }

  /** Adds the lines of the log that are new. */
  private void addLines() throws IOException {
    Path log = run.resolve("log.jsonl");
    if (!Files.exists(log)) {
      return;
    }
    byte[] bytes;
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(read);
      bytes = new byte[(int) (file.length() - read)];
      file.readFully(bytes);
    }
    read += bytes.length;
    for (LogLine line : RunLog.parse(log, new String(bytes, StandardCharsets.UTF_8), lines)) {
      lines++;
      if (line.isEpoch() && line.isFloat()) {
        floatEpochs++;
      }
      int inPhase = line.isEpoch() ? line.epoch() + 1 : line.epoch();
      epochs = line.isFloat() ? inPhase : floatEpochs + inPhase;
      records.add(line, epochs);
    }
  }

  private void append(byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(run.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  /**
   * Adds the result of a run that is finished.
   *
   * @throws IOException if the file cannot be written
   */
  @Override
  public void close() throws IOException {
    Path result = run.resolve("result.json");
    if (!Files.exists(result)) {
      return;
    }
    if (records == null) {
      begin();
    }
    records.addResult(RunHistory.readJson(result), epochs);
    append(records.take());
  }
}
