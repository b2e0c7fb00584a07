package org.dyadic.train.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dyadic.train.LayerReport;
import org.dyadic.train.method.MethodProvider;
import org.dyadic.train.method.Methods;

/**
 * What a run folder tells about its run, finished or not. Reading takes no lock and changes
 * nothing. The configuration stays JSON, so that a report needs neither the run's method on the
 * class path nor the version that trained it.
 *
 * @param name what the run is called in a report
 * @param folder the run folder
 * @param config its {@code config.json}
 * @param lines its log, in order
 * @param result its {@code result.json}; a missing node while it is not finished
 */
public record RunHistory(
    String name, Path folder, JsonNode config, List<LogLine> lines, JsonNode result) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String CONFIG = "config.json";
  private static final String LOG = "log.jsonl";

  /** Copies the list. */
  public RunHistory {
    lines = List.copyOf(lines);
  }

  /**
   * Reads a run folder, and calls the run as the folder is called.
   *
   * @throws IOException if it is none, has no log yet, or a file of it is damaged; the message
   *     names the file, and of the log the line
   */
  public static RunHistory read(Path folder) throws IOException {
    return read(folder, nameOf(folder));
  }

  static String nameOf(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? "run" : name.toString();
  }

  static RunHistory read(Path folder, String name) throws IOException {
    if (!isRun(folder)) {
      throw new IOException(
          Files.isDirectory(folder)
              ? folder + " is not a run folder: it has no " + CONFIG
              : "no such run folder: " + folder);
    }
    if (!hasLog(folder)) {
      throw new IOException(
          folder + " has no " + LOG + " yet: training has not come to the end of an epoch");
    }
    return readBegun(folder, name);
  }

  /**
   * Reads the folder of a run that has begun; of one without a log, no epoch is done.
   *
   * @throws IOException if it has no configuration, or a file of it is damaged
   */
  public static RunHistory readBegun(Path folder) throws IOException {
    return readBegun(folder, nameOf(folder));
  }

  private static RunHistory readBegun(Path folder, String name) throws IOException {
    JsonNode config = readJson(folder.resolve(CONFIG));
    Path result = folder.resolve("result.json");
    return new RunHistory(
        name,
        folder,
        config,
        hasLog(folder) ? RunLog.read(folder.resolve(LOG)) : List.of(),
        Files.exists(result) ? readJson(result) : MissingNode.getInstance());
  }

  static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve(CONFIG));
  }

  static boolean hasLog(Path folder) {
    return Files.isRegularFile(folder.resolve(LOG));
  }

  static JsonNode readJson(Path file) throws IOException {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JacksonException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  /** Whether the run came to its end. */
  public boolean finished() {
    return !result.isMissingNode();
  }

  /** The name of the data set, without the folders of a path in it. */
  public String dataset() {
    String set = config.path("dataset").asText();
    int colon = set.indexOf(':');
    return colon < 0 ? set : set.substring(0, colon + 1) + lastName(set.substring(colon + 1));
  }

  private static String lastName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  /** The network's name or notation. */
  public String model() {
    return config.path("model").asText();
  }

  /** The method's name. */
  public String method() {
    return config.path("method").asText();
  }

  /** Bits of a weight. */
  public int bits() {
    return config.path("weights").path("bits").asInt(config.path("bits").asInt());
  }

  /** The seed. */
  public long seed() {
    return config.path("seed").asLong();
  }

  /** How many epochs of the float phase are done. */
  public int floatEpochs() {
    return (int) lines.stream().filter(line -> line.isEpoch() && line.isFloat()).count();
  }

  /** How many epochs of the method's phase are done. */
  public int methodEpochs() {
    return (int) lines.stream().filter(line -> line.isEpoch() && !line.isFloat()).count();
  }

  /** How many epochs the configuration asks for, both phases together. */
  public int plannedEpochs() {
    int first = config.path("floatPhase").path("epochs").asInt(config.path("floatEpochs").asInt());
    int second = config.path("methodPhase").path("epochs").asInt(config.path("epochs").asInt());
    return first + (trains() ? second : 0);
  }

  private boolean trains() {
    Optional<MethodProvider> provider =
        Methods.all().stream().filter(p -> p.name().equals(method())).findFirst();
    return provider.map(MethodProvider::trains).orElse(true);
  }

  /** What the errors of the epochs were measured on; empty if the log does not say. */
  public String monitor() {
    return lines.stream().map(LogLine::monitor).filter(m -> !m.isEmpty()).findFirst().orElse("");
  }

  /** The lines that report on layers: the start of the method's phase and its epochs. */
  public List<LogLine> states() {
    return lines.stream().filter(line -> !line.layers().isEmpty()).toList();
  }

  /** Where a line stands on the axis of all epochs: its start has that of the float phase's end. */
  public int epochsAt(LogLine line) {
    int done = line.isEpoch() ? line.epoch() + 1 : line.epoch();
    return line.isFloat() ? done : floatEpochs() + done;
  }

  /** The number of weights of a layer. */
  static long weights(LayerReport layer) {
    return layer.histogram().stream().mapToLong(Integer::longValue).sum();
  }

  /** The packed model's file; empty if there is none. */
  public Optional<Path> packedModel() {
    return Optional.of(folder.resolve("model.dyadic")).filter(Files::isRegularFile);
  }
}
