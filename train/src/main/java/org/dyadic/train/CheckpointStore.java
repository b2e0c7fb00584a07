package org.dyadic.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.dyadic.format.AtomicFile;
import org.dyadic.model.ParameterLayout;

/**
 * The checkpoints of one run. A file holds a magic number, the length of a JSON header, the header,
 * the weights in their memory format, the optimizer's moments, batch-norm statistics, the method's
 * arrays and previous levels, and a CRC-32C over all of it, little-endian. A file appears whole or
 * not at all; one that is torn all the same fails its checksum, and the next older one is used. The
 * two newest are kept.
 */
final class CheckpointStore {
  private static final int MAGIC = 0x50434444; // DDCP
  private static final String SUFFIX = ".ckpt";
  private static final int KEPT = 2;

  private final Path folder;

  CheckpointStore(Path folder) {
    this.folder = folder;
  }

  /** A state and the length of the log that belongs to it. */
  record Restored(TrainingState state, long logLength, Path file) {}

  /** Writes a state as the newest checkpoint and forgets the third newest. */
  void save(TrainingState state, long logLength) throws IOException {
    Files.createDirectories(folder);
    List<Path> files = newestFirst();
    int number = files.isEmpty() ? 1 : number(files.getFirst()) + 1;
    AtomicFile.write(folder.resolve("%08d%s".formatted(number, SUFFIX)), encode(state, logLength));
    for (Path old : newestFirst().stream().skip(KEPT).toList()) {
      Files.deleteIfExists(old);
    }
  }

  /**
   * The newest whole checkpoint that fits the layout, or null. Torn ones that are newer are
   * deleted, so that they do not take the place of whole ones.
   *
   * @param torn receives the names of the torn ones
   */
  Restored newest(ParameterLayout layout, int moments, List<String> torn) throws IOException {
    for (Path file : newestFirst()) {
      Restored restored = decode(Files.readAllBytes(file), layout, moments, file);
      if (restored != null) {
        for (String name : torn) {
          Files.deleteIfExists(folder.resolve(name));
        }
        return restored;
      }
      torn.add(file.getFileName().toString());
    }
    return null;
  }

  private List<Path> newestFirst() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("[0-9]{8,9}\\" + SUFFIX))
          .sorted(Comparator.comparingInt(CheckpointStore::number).reversed())
          .toList();
    }
  }

  private static int number(Path file) {
    String name = file.getFileName().toString();
    return Integer.parseInt(name.substring(0, name.length() - SUFFIX.length()));
  }

  private static ByteBuffer encode(TrainingState state, long logLength) {
    byte[] header = header(state, logLength).toString().getBytes(StandardCharsets.UTF_8);
    List<float[]> arrays = arrays(state);
    long size = 8L + header.length + state.previousSymbols.length + 4;
    for (float[] array : arrays) {
      size += (long) Float.BYTES * array.length;
    }
    for (double[] array : state.method.allNumbers().values()) {
      size += (long) Double.BYTES * array.length;
    }
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(MAGIC).putInt(header.length).put(header);
    for (float[] array : arrays) {
      bytes.asFloatBuffer().put(array);
      bytes.position(bytes.position() + Float.BYTES * array.length);
    }
    for (double[] array : state.method.allNumbers().values()) {
      bytes.asDoubleBuffer().put(array);
      bytes.position(bytes.position() + Double.BYTES * array.length);
    }
    bytes.put(state.previousSymbols);
    bytes.putInt(checksum(bytes.array(), bytes.position()));
    return bytes.flip();
  }

  /** All arrays of floats, in the order of the file. */
  private static List<float[]> arrays(TrainingState state) {
    List<float[]> arrays = new ArrayList<>();
    arrays.add(state.trained);
    arrays.addAll(List.of(state.moments));
    arrays.add(state.statistics);
    arrays.addAll(state.method.allFloats().values());
    return arrays;
  }

  private static ObjectNode header(TrainingState state, long logLength) {
    ObjectNode header = Json.MAPPER.createObjectNode();
    header.put("phase", state.phase.name());
    header.put("epoch", state.epoch);
    header.put("step", state.step);
    header.put("loss_sum", state.lossSum);
    header.put("seconds", state.seconds);
    header.put("log_length", logLength);
    header.put("trained", state.trained.length);
    header.put("moments", state.moments.length);
    header.put("statistics", state.statistics.length);
    header.put("symbols", state.previousSymbols.length);
    ObjectNode floats = header.putObject("method_floats");
    state.method.allFloats().forEach((name, array) -> floats.put(name, array.length));
    ObjectNode numbers = header.putObject("method_numbers");
    state.method.allNumbers().forEach((name, array) -> numbers.put(name, array.length));
    header.set("activations", Json.MAPPER.valueToTree(state.activationExponents));
    header.set("metrics", Json.MAPPER.valueToTree(state.metrics));
    return header;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /** The checkpoint in a file, or null if the file is torn or of another network. */
  private static Restored decode(byte[] file, ParameterLayout layout, int moments, Path path) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < 12
        || bytes.getInt(file.length - 4) != checksum(file, file.length - 4)
        || bytes.getInt() != MAGIC) {
      return null;
    }
    try {
      byte[] text = new byte[bytes.getInt()];
      bytes.get(text);
      return decode(Json.MAPPER.readTree(text), bytes, layout, moments, path);
    } catch (IOException | RuntimeException e) {
      return null; // a checksum that fits by accident, or another version's header
    }
  }

  private static Restored decode(
      JsonNode header, ByteBuffer bytes, ParameterLayout layout, int moments, Path path)
      throws JsonProcessingException {
    TrainingState state = new TrainingState(layout, moments);
    if (header.get("trained").asInt() != state.trained.length
        || header.get("moments").asInt() != moments
        || header.get("statistics").asInt() != state.statistics.length) {
      return null;
    }
    state.phase = TrainingState.Phase.valueOf(header.get("phase").asText());
    state.epoch = header.get("epoch").asInt();
    state.step = header.get("step").asInt();
    state.lossSum = header.get("loss_sum").asDouble();
    state.seconds = header.get("seconds").asDouble();
    state.metrics = numbers(header.get("metrics"));
    header
        .path("activations")
        .properties()
        .forEach(entry -> state.activationExponents.put(entry.getKey(), entry.getValue().asInt()));
    header
        .get("method_floats")
        .properties()
        .forEach(entry -> state.method.floats(entry.getKey(), entry.getValue().asInt()));
    header
        .get("method_numbers")
        .properties()
        .forEach(entry -> state.method.numbers(entry.getKey(), entry.getValue().asInt()));
    for (float[] array : arrays(state)) {
      bytes.asFloatBuffer().get(array);
      bytes.position(bytes.position() + Float.BYTES * array.length);
    }
    for (double[] array : state.method.allNumbers().values()) {
      bytes.asDoubleBuffer().get(array);
      bytes.position(bytes.position() + Double.BYTES * array.length);
    }
    state.previousSymbols = new byte[header.get("symbols").asInt()];
    bytes.get(state.previousSymbols);
    return new Restored(state, header.get("log_length").asLong(), path);
  }

  private static Map<String, Double> numbers(JsonNode node) throws JsonProcessingException {
    return Json.MAPPER.treeToValue(node, new TypeReference<LinkedHashMap<String, Double>>() {});
  }
}
