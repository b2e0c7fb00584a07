package org.dyadic.train;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.format.AtomicFile;
import org.dyadic.model.Network;
import org.dyadic.model.Parameter;
import org.dyadic.model.State;

/**
 * A network's state as a safetensors file: an 8-byte little-endian header length, a JSON header
 * with name, type, shape and byte range of each tensor, then the bytes. Tensors are F32, named as
 * PyTorch names them, in the order output, input, row, column.
 */
public final class Safetensors {
  private static final int LARGEST_HEADER = 100_000_000;

  private Safetensors() {}

  /** Writes a state; the file appears whole or not at all. */
  public static void write(Path file, State state) throws IOException {
    write(file, state, Map.of());
  }

  /**
   * The same with more metadata than the network's notation.
   *
   * @param metadata texts by key
   */
  public static void write(Path file, State state, Map<String, String> metadata)
      throws IOException {
    ObjectNode header = Json.MAPPER.createObjectNode();
    ObjectNode texts = header.putObject("__metadata__");
    texts.put("format", "pt").put("model", state.network().toString());
    metadata.forEach(texts::put);
    long offset = 0;
    for (Parameter parameter : state.network().parameters()) {
      ObjectNode entry = header.putObject(parameter.name());
      entry.put("dtype", "F32");
      ArrayNode shape = entry.putArray("shape");
      parameter.dims().forEach(shape::add);
      long end = offset + 4L * parameter.size();
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
    int padded = Math.ceilDiv(text.length, 8) * 8;
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(8 + padded + offset)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(padded).put(text);
    while (bytes.position() < 8 + padded) {
      bytes.put((byte) ' ');
    }
    for (Parameter parameter : state.network().parameters()) {
      for (float value : state.get(parameter.name())) {
        bytes.putFloat(value);
      }
    }
    AtomicFile.write(file, bytes.flip());
  }

  /**
   * Reads the state of a network. Tensors beyond the network's, such as PyTorch's {@code
   * num_batches_tracked}, are left out.
   *
   * @throws IOException if the file is not safetensors, or lacks a tensor, or has one of another
   *     shape or type; the message names the file and the tensor
   */
  public static State read(Path file, Network network) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    JsonNode header = header(file, bytes);
    ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      values.put(parameter.name(), tensor(file, header.get(parameter.name()), parameter, data));
    }
    return new State(network, values);
  }

  /** Hexadecimal SHA-256 of a state's values, little-endian, in the order of the network. */
  public static String sha256(State state) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (Parameter parameter : state.network().parameters()) {
      float[] values = state.get(parameter.name());
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Reads the header and leaves the buffer at the tensors. */
  static JsonNode header(Path file, ByteBuffer bytes) throws IOException {
    long length = bytes.remaining() < 8 ? -1 : bytes.getLong();
    if (length < 2 || length > Math.min(bytes.remaining(), LARGEST_HEADER)) {
      throw new IOException(
          file + ": not a safetensors file: its header length is not in the file");
    }
    byte[] text = new byte[(int) length];
    bytes.get(text);
    try {
      return Json.MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new IOException(file + ": the safetensors header is not JSON", e);
    }
  }

  private static float[] tensor(Path file, JsonNode entry, Parameter parameter, ByteBuffer data)
      throws IOException {
    String where = file + ": tensor " + parameter.name();
    if (entry == null) {
      throw new IOException(where + " is missing");
    }
    if (!entry.path("dtype").asText().equals("F32")
        || !isShape(entry.path("shape"), parameter.dims())) {
      throw new IOException(
          "%s is %s %s, the network needs F32 %s"
              .formatted(
                  where, entry.path("dtype").asText(), entry.path("shape"), parameter.dims()));
    }
    long start = natural(entry.path("data_offsets").path(0));
    long end = natural(entry.path("data_offsets").path(1));
    if (start < 0 || end > data.capacity() || end - start != 4L * parameter.size()) {
      throw new IOException(
          "%s lies at bytes %s of %d, but needs %d bytes"
              .formatted(
                  where, entry.path("data_offsets"), data.capacity(), 4L * parameter.size()));
    }
    float[] values = new float[parameter.size()];
    data.slice((int) start, (int) (end - start))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }

  private static boolean isShape(JsonNode shape, List<Integer> dims) {
    if (shape.size() != dims.size()) {
      return false;
    }
    for (int i = 0; i < dims.size(); i++) {
      if (natural(shape.path(i)) != dims.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** A JSON integer that is at least 0 and fits a long; -1 for everything else. */
  private static long natural(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() ? Math.max(-1, node.longValue()) : -1;
  }
}
