package org.dyadic.imports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.dyadic.model.Shape;
import org.dyadic.model.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that must be refused, and what values become. */
class OnnxImporterTest {
  private static final int MUTANTS = 400;

  private static byte[] bytes(String name) {
    try (InputStream in = OnnxImporterTest.class.getResourceAsStream(name + ".onnx")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String refusal(String name) {
    return assertThrows(
            ImportException.class, () -> OnnxImporter.read("net.onnx", bytes(name), null))
        .getMessage();
  }

  @Test
  void allNodesThatCannotBeExpressedAreListed() {
    assertEquals(
        """
        net.onnx: 5 nodes cannot be expressed:
          dilated (Conv): dilations must be 1, one is 2
          lopsided (Conv): pads 0, 0, 1, 1 (top, left, bottom, right) must be alike on opposite sides
          relu6 (Clip): clips to 0.0 .. 6.0; only 0 .. infinity, a ReLU, can be expressed
          s (Sigmoid): is not supported
          gate (Mul): is supported with one tensor and one constant only\
        """,
        refusal("refused"));
  }

  @Test
  void tensorsInOtherFilesAreRefused() {
    assertTrue(refusal("external").startsWith("net.onnx: tensor w1 lies in another file; put all"));
  }

  /** The same numbers in seven encodings; the last layer of a network has a bias. */
  @Test
  void everyTypeOfTensorIsRead() {
    State state = OnnxImporter.read("types", bytes("types"), null).state();
    float[] numbers = new float[16];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (i - 8) / 8f;
    }
    assertEquals("4FCn-RELU-".repeat(6) + "4", state.network().toString());
    for (int layer = 1; layer <= 7; layer++) {
      assertArrayEquals(numbers, state.get("fc" + layer + ".weight"), "layer " + layer);
    }
    assertArrayEquals(new float[4], state.get("fc7.bias"));
  }

  /** y = gamma (x + b - mean) / sqrt(var + eps) + beta, whatever the file says it with. */
  @Test
  void biasesAndNormsKeepTheirMeaning() {
    double[] scale = {2, -0.5};
    double[] offset = {1, 3};
    ChannelNorm biased = ChannelNorm.offset(new double[] {0.25, -4});
    ChannelNorm trained =
        ChannelNorm.trained(scale, offset, new double[] {0.5, 1}, new double[] {0.75, 3.5}, 1e-3);
    ChannelNorm both = biased.then(trained);
    float[] gamma = both.gamma();
    float[] beta = both.beta();
    double[] b = {0.25, -4};
    for (int c = 0; c < 2; c++) {
      for (double x : new double[] {-3, 0, 2.5}) {
        double sigma = Math.sqrt(trained.variance()[c] + 1e-5);
        double expected = scale[c] * (x + b[c] - trained.mean()[c]) / sigma + offset[c];
        double folded =
            gamma[c] * (x - both.mean()[c]) / Math.sqrt(both.variance()[c] + 1e-5) + beta[c];
        assertEquals(expected, folded, 1e-6);
      }
      assertEquals(trained.mean()[c] - b[c], both.mean()[c], 1e-12);
    }
  }

  @Test
  void openExtentsMustBeGiven() throws IOException {
    byte[] open = bytes("all-convolutions");
    // The input's second and third extents, 3 and 8, as fields of a dimension.
    int at = find(open, new byte[] {0x0a, 0x02, 0x08, 0x08});
    open[at + 2] = 0x18; // another field, which is passed over
    String message =
        assertThrows(ImportException.class, () -> OnnxImporter.read("net.onnx", open, null))
            .getMessage();
    assertTrue(message.contains("(-1); --input CxHxW gives them"), message);
    Shape wide = new Shape(3, 10, 8);
    assertEquals(wide, OnnxImporter.read("net.onnx", open, wide).state().network().input());
  }

  private static int find(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(part, Arrays.copyOfRange(bytes, i, i + part.length))) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  @Test
  void whatIsNoModelIsRefused() {
    for (byte[] other :
        List.of(new byte[0], "no model at all".getBytes(StandardCharsets.UTF_8), new byte[1000])) {
      assertThrows(ImportException.class, () -> OnnxImporter.read("net.onnx", other, null));
    }
  }

  static Stream<String> files() {
    return Stream.of(
        "torch-tutorial", "torch-densenet", "keras-like", "all-convolutions", "refused");
  }

  /** A file that ends anywhere, or has other bytes anywhere, is read or refused: nothing else. */
  @ParameterizedTest
  @MethodSource("files")
  void damagedFilesAreReadOrRefused(String name) {
    byte[] whole = bytes(name);
    long seed = name.hashCode();
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = i % 2 == 0 ? cut(whole, random) : changed(whole, random);
      try {
        OnnxImporter.read("net.onnx", mutant, null);
      } catch (ImportException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("%s, seed %d, mutant %d".formatted(name, seed, i), e);
      }
    }
    assertTrue(refused > MUTANTS / 4, refused + " mutants were refused");
  }

  private static byte[] cut(byte[] whole, Random random) {
    return Arrays.copyOf(whole, random.nextInt(whole.length));
  }

  private static byte[] changed(byte[] whole, Random random) {
    byte[] mutant = whole.clone();
    for (int n = 1 + random.nextInt(8); n > 0; n--) {
      byte[] extremes = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, (byte) random.nextInt()};
      mutant[random.nextInt(mutant.length)] = extremes[random.nextInt(extremes.length)];
    }
    return mutant;
  }
}
