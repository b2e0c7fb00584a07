package org.dyadic.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.format.AtomicFile;
import org.dyadic.quant.QuantizedNetwork;

/**
 * A network as one <a href="https://github.com/huggingface/safetensors">safetensors</a> file. The
 * codes of a layer are a packed U8 tensor, {@code NAME.codes}: fields of as many bits as a code
 * has, two's complement, the first code in the lowest bits (of 1 bit, 1 is +1 and 0 is -1). The
 * metadata entry {@code network} describes the layers as JSON, {@code provenance} says where the
 * network comes from.
 */
public final class SafetensorsExporter implements Exporter {
  private static final int ALIGNMENT = 8;

  /** An exporter. */
  public SafetensorsExporter() {}

  @Override
  public List<Path> export(QuantizedNetwork network, Path target) throws IOException {
    Description.Parts parts = Description.of(network, Description.Layout.PACKED);
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "dyadic");
    metadata.put("network", JsonText.of(parts.tree()));
    metadata.put("provenance", network.provenance());
    AtomicFile.write(target, bytes(parts.arrays(), metadata));
    return List.of(target);
  }

  private static ByteBuffer bytes(List<NamedArray> arrays, Map<String, String> metadata) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("__metadata__", metadata);
    long offset = 0;
    for (NamedArray array : sorted(arrays)) {
      long end = offset + array.bytes().length;
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", array.type().name());
      entry.put("shape", array.dims());
      entry.put("data_offsets", List.of(offset, end));
      header.put(array.name(), entry);
      offset = end;
    }
    byte[] text = JsonText.of(header).getBytes(US_ASCII);
    int padded = Math.ceilDiv(text.length, ALIGNMENT) * ALIGNMENT;
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(Long.BYTES + padded + offset));
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(text);
    while (bytes.position() < Long.BYTES + padded) {
      bytes.put((byte) ' ');
    }
    sorted(arrays).forEach(array -> bytes.put(array.bytes()));
    return bytes.flip();
  }

  /** Wide elements first, so that every tensor is aligned to its elements. */
  private static List<NamedArray> sorted(List<NamedArray> arrays) {
    return arrays.stream()
        .sorted((a, b) -> Integer.compare(b.type().bytes(), a.type().bytes()))
        .toList();
  }
}
