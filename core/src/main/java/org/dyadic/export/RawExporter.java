package org.dyadic.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dyadic.format.AtomicFile;
import org.dyadic.quant.QuantizedNetwork;

/**
 * A network as a folder of plain arrays: {@code network.json} describes the layers and says of
 * every array its file, type and shape; a file is an array's elements, little-endian, and nothing
 * else. Weight codes have a signed byte each.
 */
public final class RawExporter implements Exporter {
  private static final String INDEX = "network.json";

  /** An exporter. */
  public RawExporter() {}

  @Override
  public List<Path> export(QuantizedNetwork network, Path target) throws IOException {
    Description.Parts parts = Description.of(network, Description.Layout.BYTES);
    Files.createDirectories(target);
    List<Path> files = new ArrayList<>(List.of(target.resolve(INDEX)));
    Map<String, Object> index = new LinkedHashMap<>();
    for (NamedArray array : parts.arrays()) {
      Path file = target.resolve(fileName(array, index.size()));
      AtomicFile.write(file, ByteBuffer.wrap(array.bytes()));
      files.add(file);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("file", file.getFileName().toString());
      entry.put("type", array.type().name().toLowerCase(Locale.ROOT));
      entry.put("shape", array.dims());
      index.put(array.name(), entry);
    }
    Map<String, Object> tree = new LinkedHashMap<>(parts.tree());
    tree.put("provenance", network.provenance());
    tree.put("arrays", index);
    byte[] json = (JsonText.of(tree) + "\n").getBytes(US_ASCII);
    AtomicFile.write(target.resolve(INDEX), ByteBuffer.wrap(json));
    return files;
  }

  /** A name that is safe on every file system, whatever the layer is called. */
  private static String fileName(NamedArray array, int number) {
    String name = array.name().replaceAll("[^A-Za-z0-9._-]", "_");
    String type = array.type().name().toLowerCase(Locale.ROOT);
    return String.format(
        Locale.ROOT, "%03d-%s.%s", number, name.substring(0, Math.min(name.length(), 80)), type);
  }
}
