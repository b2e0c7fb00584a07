package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.dyadic.cli.CommandLineRun.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dyadic.format.ModelFile;
import org.dyadic.quant.Codes;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dyadic export}: the formats that need no other program, and what is refused. */
class ExportCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Path model;
  private static QuantizedNetwork network;

  @TempDir private Path own;

  @BeforeAll
  static void train() throws IOException {
    model = CommandLineRun.tinyModel(folder.resolve("run"));
    network = ModelFile.read(model);
  }

  private static List<Codes> weights() {
    List<Codes> all = new ArrayList<>();
    network.forEachWeighted(layer -> all.add(layer.weights()));
    return all;
  }

  @Test
  void safetensorsHoldsPackedCodesAndTheLayers() throws IOException {
    Path file = own.resolve("model.safetensors");
    JsonNode json = done("export", model, "--to=safetensors", "-o", file, "--json").json();
    assertEquals("safetensors", json.get("format").asText());
    assertEquals(Files.size(file), json.get("bytes").asLong());
    assertEquals(file.toString(), json.get("files").get(0).get("path").asText());

    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] text = new byte[(int) bytes.getLong()];
    bytes.get(text);
    assertEquals(0, bytes.position() % 8);
    JsonNode header = JSON.readTree(text);
    assertCovered(header, bytes.remaining());
    JsonNode metadata = header.get("__metadata__");
    assertEquals(network.provenance(), metadata.get("provenance").asText());
    JsonNode tree = JSON.readTree(metadata.get("network").asText());
    assertEquals(network.layers().size(), tree.get("layers").size());
    IntegerLayer.Convolution convolution = (IntegerLayer.Convolution) network.layers().getFirst();
    JsonNode first = tree.get("layers").get(0);
    assertEquals("convolution", first.get("kind").asText());
    assertEquals(convolution.name(), first.get("name").asText());
    JsonNode codes = header.get(first.get("weights").get("codes").asText());
    assertEquals("U8", codes.get("dtype").asText());
    int start = bytes.position() + codes.get("data_offsets").get(0).asInt();
    assertCodes(convolution.weights(), bytes, start);
  }

  /** The tensors lie one after another and fill the file. */
  private static void assertCovered(JsonNode header, int size) {
    long end = 0;
    for (JsonNode entry : header) {
      if (entry.has("dtype")) {
        assertEquals(end, entry.get("data_offsets").get(0).asLong());
        end = entry.get("data_offsets").get(1).asLong();
      }
    }
    assertEquals(size, end);
  }

  private static void assertCodes(Codes expected, ByteBuffer packed, int start) {
    assertEquals(2, expected.bits());
    for (int i = 0; i < expected.size(); i++) {
      int field = packed.get(start + i / 4) >> (2 * (i % 4)) & 3;
      assertEquals(expected.at(i), field == 3 ? -1 : field, "code " + i);
    }
  }

  @Test
  void rawIsAFileAnArray() throws IOException {
    Path target = own.resolve("raw");
    JsonNode json = done("export", model, "--to=raw", "--out", target, "--json").json();
    Path index = target.resolve("network.json");
    assertEquals(index.toString(), json.get("files").get(0).get("path").asText());
    JsonNode tree = JSON.readTree(Files.readString(index));
    assertEquals(network.provenance(), tree.get("provenance").asText());
    List<Codes> weights = weights();
    int seen = 0;
    for (JsonNode layer : tree.get("layers")) {
      if (layer.has("weights")) {
        JsonNode array = tree.get("arrays").get(layer.get("weights").get("codes").asText());
        assertEquals("i8", array.get("type").asText());
        byte[] read = Files.readAllBytes(target.resolve(array.get("file").asText()));
        assertArrayEquals(weights.get(seen++).toBytes(), read);
      }
    }
    assertEquals(weights.size(), seen);
    try (var files = Files.list(target)) {
      assertEquals(json.get("files").size(), files.count());
    }
  }

  @Test
  void oneModelGivesOneFile() throws IOException {
    Path first = own.resolve("first");
    Path second = own.resolve("second");
    for (Path file : List.of(first, second)) {
      done("export", model, "--to=safetensors", "-o", file);
    }
    assertEquals(-1, Files.mismatch(first, second));
  }

  @Test
  void theHelpNamesEveryFormat() {
    String help = done("export", "--help").out();
    for (ExportFormat format : ExportFormat.values()) {
      assertTrue(help.contains("  " + format.flag() + ": "), format + " in " + help);
    }
  }

  @Test
  void anUnknownFormatIsRefusedWithTheFormats() {
    Path file = own.resolve("x");
    CommandLineRun run = CommandLineRun.of("export", model, "--to=gguf", "-o", file);
    assertEquals(2, run.status());
    assertTrue(run.err().startsWith("dyadic: --to gguf is no format; these are: "), run.err());
    for (ExportFormat format : ExportFormat.values()) {
      assertTrue(run.err().contains(format.flag()), run.err());
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void aMissingFolderIsStatus6() {
    Path file = own.resolve("none/model.safetensors");
    refused(
        6,
        "no such file or folder: " + file + ".tmp",
        "export",
        model,
        "--to=safetensors",
        "-o",
        file);
  }
}
