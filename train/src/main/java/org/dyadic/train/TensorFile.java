package org.dyadic.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All float tensors and the metadata of a safetensors file: F32, F16, BF16 and F64. Tensors of
 * integers, such as PyTorch's {@code num_batches_tracked}, are left out.
 *
 * @param metadata texts by key
 * @param tensors by name, in the file's order
 */
public record TensorFile(Map<String, String> metadata, Map<String, Tensor> tensors) {
  private static final int ZIP_MAGIC = 0x04034b50;
  private static final int PICKLE_MAGIC = 0x80;

  /**
   * One tensor.
   *
   * @param dims extents, outermost first
   * @param values row-major; belongs to this record
   */
  public record Tensor(List<Integer> dims, float[] values) {}

  /** Copies the maps, whose order stays. */
  public TensorFile {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, is not safetensors, or a tensor lies outside of it;
   *     the message names the file and the tensor
   */
  public static TensorFile read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    requireNoPickle(file, bytes);
    JsonNode header = Safetensors.header(file, bytes);
    ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals("__metadata__")) {
        entry.getValue().properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
      } else if (width(entry.getValue()) > 0) {
        String where = file + ": tensor " + entry.getKey();
        tensors.put(entry.getKey(), tensor(where, entry.getValue(), data));
      }
    }
    return new TensorFile(metadata, tensors);
  }

  /** A pickle chooses the code that runs when it is read, so none is. */
  private static void requireNoPickle(Path file, ByteBuffer bytes) throws IOException {
    boolean zip = bytes.remaining() >= Integer.BYTES && bytes.getInt(0) == ZIP_MAGIC;
    boolean pickle = bytes.remaining() > 0 && (bytes.get(0) & 0xff) == PICKLE_MAGIC;
    if ((zip || pickle) && !file.toString().endsWith(".safetensors")) {
      throw new IOException(
          ("%s is a PyTorch file, which can run code when it is read; save its tensors alone:"
               + " python -c \"import torch; from safetensors.torch import save_file; save_file({k:"
               + " v.contiguous() for k, v in torch.load('%1$s', weights_only=True).items()},"
               + " 'model.safetensors')\"")
              .formatted(file));
    }
  }

  /** Bytes of an element; 0 for types that are no floats. */
  private static int width(JsonNode entry) {
    return switch (entry.path("dtype").asText()) {
      case "F16", "BF16" -> Short.BYTES;
      case "F32" -> Float.BYTES;
      case "F64" -> Double.BYTES;
      default -> 0;
    };
  }

  private static Tensor tensor(String where, JsonNode entry, ByteBuffer data) throws IOException {
    List<Integer> dims = new ArrayList<>();
    long size = 1;
    for (JsonNode extent : entry.path("shape")) {
      size = extent.canConvertToInt() && extent.intValue() >= 0 ? size * extent.intValue() : -1;
      if (size < 0 || size > data.capacity()) {
        throw new IOException("%s has the shape %s".formatted(where, entry.path("shape")));
      }
      dims.add(extent.intValue());
    }
    long start = offset(entry, 0);
    long end = offset(entry, 1);
    if (start < 0 || end > data.capacity() || end - start != size * width(entry)) {
      throw new IOException(
          "%s lies at bytes %s of %d, but needs %d bytes"
              .formatted(where, entry.path("data_offsets"), data.capacity(), size * width(entry)));
    }
    ByteBuffer bytes = data.slice((int) start, (int) (end - start)).order(ByteOrder.LITTLE_ENDIAN);
    return new Tensor(List.copyOf(dims), floats(entry.path("dtype").asText(), bytes, (int) size));
  }

  private static long offset(JsonNode entry, int index) {
    JsonNode node = entry.path("data_offsets").path(index);
    return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : -1;
  }

  private static float[] floats(String type, ByteBuffer bytes, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (type) {
            case "F16" -> Float.float16ToFloat(bytes.getShort());
            case "BF16" -> Float.intBitsToFloat(bytes.getShort() << Short.SIZE);
            case "F64" -> (float) bytes.getDouble();
            default -> bytes.getFloat();
          };
    }
    return values;
  }
}
