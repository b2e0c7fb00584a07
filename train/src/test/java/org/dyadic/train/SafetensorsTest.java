package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.dyadic.model.Network;
import org.dyadic.model.Notation;
import org.dyadic.model.Parameter;
import org.dyadic.model.Shape;
import org.dyadic.model.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static final Network NETWORK = Notation.parse("2C3-3FC-2", new Shape(1, 4, 4));

  /** A network of one array and one more: fc1.weight [2, 3] and fc1.bias [2]. */
  private static final Network SMALL = Notation.parse("2", Shape.vector(3));

  @TempDir Path folder;

  @Test
  void aStateComesBackBitForBit() throws IOException {
    State state = Initializer.initialize(NETWORK, 3);
    state.get("fc2.bias")[0] = Float.NaN;
    state.get("fc2.bias")[1] = -0f;
    state.get("bn1.running_var")[1] = Float.MIN_VALUE;
    Path file = folder.resolve("a.safetensors");
    Safetensors.write(file, state);
    State read = Safetensors.read(file, NETWORK);
    for (Parameter parameter : NETWORK.parameters()) {
      assertArrayEquals(state.get(parameter.name()), read.get(parameter.name()), parameter.name());
    }
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList(), "no temporary file is left");
    }
  }

  @Test
  void dataBeginsAtAMultipleOfEightAndFillsTheFile() throws IOException {
    Path file = folder.resolve("a.safetensors");
    Safetensors.write(file, Initializer.initialize(NETWORK, 3));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    long header = bytes.getLong();
    assertEquals(0, header % 8);
    long values = NETWORK.parameters().stream().mapToLong(Parameter::size).sum();
    assertEquals(8 + header + 4 * values, bytes.capacity());
    assertEquals('{', bytes.get(8));
  }

  @Test
  void theReferenceImplementationsFileIsRead() throws IOException {
    Path file = folder.resolve("reference.safetensors");
    try (InputStream in = getClass().getResourceAsStream("/goldens/reference.safetensors")) {
      Files.copy(in, file);
    }
    State state = Safetensors.read(file, NETWORK);
    for (int k = 0; k < NETWORK.parameters().size(); k++) {
      String name = NETWORK.parameters().get(k).name();
      float[] values = state.get(name);
      for (int i = 0; i < values.length; i++) {
        assertEquals(k + i / 8f, values[i], name + " at " + i);
      }
    }
  }

  private Path file(String header, int dataBytes) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    for (int i = 0; i < dataBytes / 4; i++) {
      bytes.putFloat(i);
    }
    return Files.write(folder.resolve("hand.safetensors"), bytes.array());
  }

  private static String header(String weight, String bias) {
    return "{\"fc1.weight\": %s, \"fc1.bias\": %s}".formatted(weight, bias);
  }

  private static String entry(String type, String shape, String offsets) {
    return "{\"dtype\": \"%s\", \"shape\": %s, \"data_offsets\": %s}"
        .formatted(type, shape, offsets);
  }

  private static final String GOOD = entry("F32", "[2, 3]", "[0, 24]");
  private static final String GOOD_BIAS = entry("F32", "[2]", "[24, 32]");

  @Test
  void aFileWrittenByHandIsRead() throws IOException {
    String more = "{\"x\": {\"dtype\": \"BF16\", \"shape\": [1], \"data_offsets\": [32, 34]}, ";
    Path file = file(more + header(GOOD, GOOD_BIAS).substring(1) + "   ", 36);
    State state = Safetensors.read(file, SMALL);
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, state.get("fc1.weight"));
    assertArrayEquals(new float[] {6, 7}, state.get("fc1.bias"));
  }

  private void refused(String header, String... parts) throws IOException {
    Path file = file(header, 32);
    IOException wrong = assertThrows(IOException.class, () -> Safetensors.read(file, SMALL));
    assertTrue(wrong.getMessage().contains("hand.safetensors"), wrong.getMessage());
    for (String part : parts) {
      assertTrue(wrong.getMessage().contains(part), wrong.getMessage());
    }
  }

  @Test
  void aMissingTensorIsNamed() throws IOException {
    refused("{\"fc1.weight\": " + GOOD + "}", "tensor fc1.bias is missing");
    refused("{}", "tensor fc1.weight is missing");
    refused("[1, 2]", "tensor fc1.weight is missing");
    refused("null", "tensor fc1.weight is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"dtype\": \"F16\", \"shape\": [2, 3], \"data_offsets\": [0, 24]}",
        "{\"dtype\": \"F32\", \"shape\": [3, 2], \"data_offsets\": [0, 24]}",
        "{\"dtype\": \"F32\", \"shape\": [6], \"data_offsets\": [0, 24]}",
        "{\"dtype\": \"F32\", \"shape\": [], \"data_offsets\": [0, 24]}",
        "{\"dtype\": \"F32\", \"shape\": [4294967298, 3], \"data_offsets\": [0, 24]}",
        "{\"dtype\": \"F32\", \"shape\": [2.5, 3], \"data_offsets\": [0, 24]}",
        "{\"dtype\": \"F32\", \"shape\": [\"2\", 3], \"data_offsets\": [0, 24]}",
        "{\"dtype\": \"F32\", \"data_offsets\": [0, 24]}",
        "{\"dtype\": 32, \"shape\": [2, 3], \"data_offsets\": [0, 24]}",
        "{\"shape\": [2, 3], \"data_offsets\": [0, 24]}",
        "{}",
        "[]",
        "null",
        "7"
      })
  void anotherShapeOrTypeIsNamed(String entry) throws IOException {
    refused(header(entry, GOOD_BIAS), "tensor fc1.weight", "the network needs F32 [2, 3]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[0, 23]",
        "[0, 28]",
        "[24, 0]",
        "[12, 36]",
        "[-24, 0]",
        "[-4, 20]",
        "[0]",
        "[]",
        "{}",
        "\"0-24\"",
        "[0, 24.5]",
        "[\"0\", \"24\"]",
        "[true, 24]",
        "[9223372036854775807, -9223372036854775785]",
        "[18446744073709551616, 18446744073709551640]",
        "[1e30, 1e30]",
        "[4294967296, 4294967320]"
      })
  void bytesOutsideTheFileAreNamed(String offsets) throws IOException {
    refused(
        header(entry("F32", "[2, 3]", offsets), GOOD_BIAS), "tensor fc1.weight", "needs 24 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"fc1.weight\": }", "\u0000\u0001", "nonsense"})
  void aHeaderThatIsNotJsonIsRefused(String header) throws IOException {
    refused(header);
  }

  @Test
  void aHeaderThatIsNotUtf8IsRefused() throws IOException {
    byte[] bytes = {4, 0, 0, 0, 0, 0, 0, 0, '{', '"', (byte) 0xFF, (byte) 0xC0};
    Path file = Files.write(folder.resolve("hand.safetensors"), bytes);
    assertThrows(IOException.class, () -> Safetensors.read(file, SMALL));
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file(header(GOOD, GOOD_BIAS), 32));
    for (int length = 0; length < whole.length; length++) {
      Path file = folder.resolve("torn.safetensors");
      Files.write(file, Arrays.copyOf(whole, length));
      assertThrows(IOException.class, () -> Safetensors.read(file, SMALL), "length " + length);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, 1000})
  void aHeaderLengthBeyondTheFileIsRefused(long length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(500).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    Path file = Files.write(folder.resolve("hand.safetensors"), bytes.array());
    IOException wrong = assertThrows(IOException.class, () -> Safetensors.read(file, SMALL));
    assertTrue(wrong.getMessage().contains("header length"), wrong.getMessage());
  }
}
