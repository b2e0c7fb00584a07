package org.dyadic.train;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.format.AtomicFile;
import org.dyadic.model.Shape;

/**
 * The folder of one run: {@code config.json}, {@code log.jsonl}, {@code checkpoints/}, the float
 * and the latent weights as safetensors, {@code result.json} and {@code model.dyadic}. One process
 * at a time holds it.
 */
public final class RunFolder implements AutoCloseable {
  private final Path folder;
  private final FileChannel lockChannel;
  private final FileLock lock;
  private final CheckpointStore checkpoints;

  private RunFolder(Path folder, FileChannel lockChannel, FileLock lock) {
    this.folder = folder;
    this.lockChannel = lockChannel;
    this.lock = lock;
    this.checkpoints = new CheckpointStore(folder.resolve("checkpoints"));
  }

  /**
   * Creates the folder if it is missing and holds it.
   *
   * @throws FolderInUseException if another process holds it
   * @throws IOException if it cannot be written
   */
  public static RunFolder open(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve("run.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // held by this very process: the same message
    }
    if (lock == null) {
      channel.close();
      throw new FolderInUseException(
          "run folder " + folder + " is in use by another training process");
    }
    return new RunFolder(folder, channel, lock);
  }

  /** The folder. */
  public Path path() {
    return folder;
  }

  /** Where the float network's parameters go. */
  Path floatWeights() {
    return folder.resolve("float.safetensors");
  }

  /** Where the packed model goes. */
  public Path model() {
    return folder.resolve("model.dyadic");
  }

  /** Whether a configuration was saved, that is, whether there is something to resume. */
  public static boolean hasConfig(Path folder) {
    return Files.isRegularFile(folder.resolve("config.json"));
  }

  /**
   * The saved configuration.
   *
   * @throws IOException if there is none, or it cannot be read
   */
  public static TrainingConfig readConfig(Path folder) throws IOException {
    Path file = folder.resolve("config.json");
    if (!Files.isRegularFile(file)) {
      throw new IOException(folder + " is not a run folder: it has no config.json");
    }
    try {
      return Json.MAPPER.readValue(Files.readAllBytes(file), TrainingConfig.class);
    } catch (JacksonException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  /**
   * Where the run's data was found.
   *
   * @throws IOException if it was not saved, or cannot be read
   */
  public static DatasetOptions readDataOptions(Path folder) throws IOException {
    Path file = folder.resolve("data.json");
    JsonNode data = readJson(file);
    try {
      DatasetOptions options =
          DatasetOptions.defaults()
              .withImages(
                  data.path("channels").asInt(),
                  data.path("height").asInt(),
                  data.path("width").asInt(),
                  Preprocessing.Fit.valueOf(data.path("fit").asText()))
              .withSplit(data.path("test_share").asDouble(), data.path("split_seed").asLong());
      if (data.has("row_shape")) {
        options = options.withRowShape(readShape(data.get("row_shape")));
      }
      if (data.has("pixel_codes")) {
        options = options.withTable(readTable(data));
      }
      return data.has("directory")
          ? options.withDataDirectory(Path.of(data.get("directory").asText()))
          : options;
    } catch (IllegalArgumentException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static PixelTable readTable(JsonNode data) throws IOException {
    return new PixelTable(
        data.path("pixel_exponent").asInt(), data.get("pixel_codes").binaryValue());
  }

  private static Shape readShape(JsonNode extents) {
    return new Shape(extents.path(0).asInt(), extents.path(1).asInt(), extents.path(2).asInt());
  }

  private static JsonNode readJson(Path file) throws IOException {
    try {
      return Json.MAPPER.readTree(Files.readAllBytes(file));
    } catch (JacksonException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  /**
   * Ties a new folder to a configuration and data, or checks that an old one belongs to them.
   *
   * @param options where the data was found, for {@link #readDataOptions}
   * @throws IllegalArgumentException naming what differs
   */
  public void bind(TrainingConfig config, String datasetSha256, DatasetOptions options)
      throws IOException {
    if (!hasConfig(folder)) {
      ObjectNode data = Json.MAPPER.createObjectNode().put("sha256", datasetSha256);
      options.dataDirectory().ifPresent(path -> data.put("directory", path.toString()));
      data.put("channels", options.channels());
      data.put("height", options.height()).put("width", options.width());
      data.put("fit", options.fit().name());
      data.put("test_share", options.testFraction()).put("split_seed", options.splitSeed());
      options
          .rowShape()
          .ifPresent(
              s -> data.putArray("row_shape").add(s.channels()).add(s.height()).add(s.width()));
      options
          .table()
          .ifPresent(
              table ->
                  data.put("pixel_exponent", table.exponent()).put("pixel_codes", table.codes()));
      writeJson("data.json", data);
      writeJson("config.json", Json.MAPPER.valueToTree(config));
      return;
    }
    List<String> different = differences(config, readConfig(folder));
    JsonNode sha256 = readJson(folder.resolve("data.json")).path("sha256");
    if (!sha256.asText().equals(datasetSha256)) {
      different.add("the data (SHA-256 was %s, is %s)".formatted(sha256.asText(), datasetSha256));
    }
    if (!different.isEmpty()) {
      throw new IllegalArgumentException(
          "run folder %s belongs to another run; different: %s. Choose another --out"
              .formatted(folder, String.join(", ", different)));
    }
  }

  /**
   * The settings in which a configuration differs from an older one, such as {@code weights.bits
   * (was 2, is 3)}.
   */
  public static List<String> differences(TrainingConfig config, TrainingConfig older) {
    List<String> different = new ArrayList<>();
    compare("", Json.MAPPER.valueToTree(config), Json.MAPPER.valueToTree(older), different);
    return different;
  }

  /** Lists the leaves in which two configurations differ. */
  private static void compare(
      String prefix, JsonNode mine, JsonNode theirs, List<String> different) {
    mine.properties()
        .forEach(
            field -> {
              String name = prefix + field.getKey();
              JsonNode old = theirs.path(field.getKey());
              if (field.getValue().isObject() && old.isObject() && !old.isEmpty()) {
                compare(name + ".", field.getValue(), old, different);
              } else if (!field.getValue().equals(old)) {
                different.add("%s (was %s, is %s)".formatted(name, old, field.getValue()));
              }
            });
  }

  void writeJson(String name, JsonNode value) throws IOException {
    String text = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    AtomicFile.write(folder.resolve(name), StandardCharsets.UTF_8.encode(text));
  }

  CheckpointStore checkpoints() {
    return checkpoints;
  }

  private Path log() {
    return folder.resolve("log.jsonl");
  }

  /** Appends one line to the log. */
  void appendLog(JsonNode line) throws IOException {
    byte[] bytes = (Json.MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(log(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true); // a checkpoint that follows counts on these bytes
    }
  }

  long logLength() throws IOException {
    return Files.exists(log()) ? Files.size(log()) : 0;
  }

  /** The layers' reports at the start of the method's phase and in its last epoch. */
  List<List<LayerReport>> firstAndLastLayerReports() throws IOException {
    List<LayerReport> first = List.of();
    List<LayerReport> last = List.of();
    for (String line : Files.readAllLines(log())) {
      JsonNode layers = Json.MAPPER.readTree(line).path("layers");
      if (!layers.isMissingNode()) {
        last = Json.MAPPER.convertValue(layers, new TypeReference<List<LayerReport>>() {});
        first = first.isEmpty() ? last : first;
      }
    }
    return List.of(first, last);
  }

  /** Cuts the log back to what belongs to a checkpoint. */
  void truncateLog(long length) throws IOException {
    if (!Files.exists(log())) {
      return;
    }
    try (FileChannel channel = FileChannel.open(log(), StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockChannel.close();
  }
}
