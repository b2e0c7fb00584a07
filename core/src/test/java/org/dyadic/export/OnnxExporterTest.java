package org.dyadic.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.export.OnnxExporter.Variant;
import org.dyadic.model.Shape;
import org.dyadic.quant.Codes;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Fold;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.dyadic.quant.RandomRecurrent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What lies in an exported file, read by a reader of its own. */
class OnnxExporterTest {
  private static final int INT2 = 26;

  @TempDir private Path folder;

  private static WireMessage model(QuantizedNetwork network, Variant variant) {
    return new WireMessage(new OnnxExporter(variant).encode(network));
  }

  private static Map<String, WireMessage> constants(WireMessage model) {
    return model.message(7).messages(5).stream()
        .collect(Collectors.toMap(tensor -> tensor.text(8), tensor -> tensor));
  }

  private static Map<String, Integer> operators(WireMessage model) {
    Map<String, Integer> counts = new HashMap<>();
    model.message(7).messages(1).forEach(node -> counts.merge(node.text(4), 1, Integer::sum));
    return counts;
  }

  private static Map<String, String> metadata(WireMessage model) {
    return model.messages(14).stream()
        .collect(Collectors.toMap(entry -> entry.text(1), entry -> entry.text(2)));
  }

  /** One fully connected layer of given codes. */
  private static QuantizedNetwork layer(int bits, Shape in, byte... values) {
    Preprocessing input =
        new Preprocessing(
            in,
            Preprocessing.Fit.CROP,
            Preprocessing.ColorOrder.RGB,
            PixelTable.normalizing(new double[] {0.5}, new double[] {0.5}));
    Codes codes = new Codes(bits, 3, values);
    int outputs = values.length / in.size();
    Epilogue sums =
        Epilogue.Accumulate.proven(codes, new int[outputs], QuantizedNetwork.inputGrid(input));
    List<String> classes = IntStream.range(0, outputs).mapToObj(i -> "c" + i).toList();
    return new QuantizedNetwork(
        "layer",
        input,
        classes,
        Fold.EXACT,
        List.of(new IntegerLayer.FullyConnected("fc", in, Shape.vector(outputs), codes, sums)),
        "{\"made\":\"here\"}");
  }

  @Test
  void int2IsFourCodesAByteTheFirstLowest() {
    byte[] codes = {1, -1, 0, 1, 1, -1};
    WireMessage model = model(layer(2, new Shape(1, 1, 3), codes), Variant.INT2);
    assertEquals(25, model.message(8).integer(2));
    WireMessage weights = constants(model).get("fc.weight.codes");
    assertEquals(List.of(2L, 3L), weights.integers(1));
    assertEquals(INT2, weights.integer(2));
    assertArrayEquals(new byte[] {0b01_00_11_01, 0b11_01}, weights.bytes(9));
  }

  @Test
  void minusOneAloneIsThree() {
    WireMessage model = model(layer(2, new Shape(1, 1, 1), (byte) -1), Variant.INT2);
    assertArrayEquals(new byte[] {0b11}, constants(model).get("fc.weight.codes").bytes(9));
  }

  @Test
  void widerCodesTakeWiderTypes() {
    int[] types = {0, 26, 26, 22, 22, 3, 3, 3, 3};
    for (int bits = 1; bits <= 8; bits++) {
      QuantizedNetwork network = layer(bits, new Shape(1, 1, 2), (byte) 1, (byte) -1);
      WireMessage weights = constants(model(network, Variant.INT2)).get("fc.weight.codes");
      assertEquals(types[bits], weights.integer(2), bits + " bits");
    }
  }

  @Test
  void qonnxQuantizesWeightsNarrowSignedWithTwoBits() {
    QuantizedNetwork network = layer(2, new Shape(1, 1, 2), (byte) 1, (byte) -1);
    WireMessage model = model(network, Variant.QONNX);
    WireMessage node =
        model.message(7).messages(1).stream()
            .filter(each -> each.text(3).equals("fc.weight"))
            .findFirst()
            .orElseThrow();
    assertEquals("IntQuant", node.text(4));
    assertEquals("qonnx.custom_op.general", node.text(7));
    Map<String, WireMessage> attributes =
        node.messages(5).stream()
            .collect(Collectors.toMap(attribute -> attribute.text(1), attribute -> attribute));
    assertEquals(1, attributes.get("signed").integer(3));
    assertEquals(1, attributes.get("narrow").integer(3));
    assertEquals("ROUND", attributes.get("rounding_mode").text(4));
    Map<String, WireMessage> constants = constants(model);
    assertArrayEquals(floats(2), constants.get(node.texts(1).get(3)).bytes(9));
    assertArrayEquals(floats(0.125f), constants.get(node.texts(1).get(1)).bytes(9));
    assertEquals(List.of("IntQuant", "BipolarQuant"), functionNames(model));
  }

  private static List<String> functionNames(WireMessage model) {
    return model.messages(25).stream().map(function -> function.text(1)).toList();
  }

  private static byte[] floats(float value) {
    return OnnxTensor.floats(List.of(), value).bytes();
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void theFileSaysWhereTheNetworkComesFrom(Variant variant) throws Exception {
    QuantizedNetwork network = layer(2, new Shape(1, 1, 2), (byte) 1, (byte) -1);
    Path file = folder.resolve("model.onnx");
    assertEquals(List.of(file), new OnnxExporter(variant).export(network, file));
    byte[] bytes = Files.readAllBytes(file);
    assertArrayEquals(new OnnxExporter(variant).encode(network), bytes);
    WireMessage model = new WireMessage(bytes);
    Map<String, String> metadata = metadata(model);
    assertEquals("{\"made\":\"here\"}", metadata.get("dyadic.provenance"));
    assertEquals(variant.layout(), metadata.get("dyadic.layout"));
    assertEquals("[\"c0\"]", metadata.get("dyadic.classes"));
    assertEquals(network.logitGrid().step(), Double.parseDouble(metadata.get("dyadic.logit_step")));
    assertEquals("pixels", model.message(7).message(11).text(1));
    assertEquals("logits", model.message(7).message(12).text(1));
  }

  @Test
  void namesAreUniqueAndInputsExist() {
    for (Variant variant : Variant.values()) {
      for (long seed = 0; seed < 5; seed++) {
        WireMessage model = model(RandomNetworks.withEveryLayer(seed), variant);
        Set<String> known = new HashSet<>(constants(model).keySet());
        known.add("pixels");
        for (WireMessage node : model.message(7).messages(1)) {
          assertTrue(known.containsAll(node.texts(1)), () -> variant + ": " + node.text(3));
          assertTrue(known.add(node.text(2)), () -> variant + ": twice " + node.text(2));
        }
        assertTrue(known.contains("logits"));
      }
    }
  }

  /** No float convolution is left where bytes do. */
  @Test
  void bytesStayBytes() {
    WireMessage model = model(RandomNetworks.withRectangles(3), Variant.INT8);
    Map<String, Integer> operators = operators(model);
    assertEquals(2, operators.get("Conv"));
    assertFalse(operators.containsKey("Floor"));
    assertTrue(metadata(model).get("dyadic.exactness").matches("\\d+ of 12 output channels.*"));
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void recurrentLayersAreRefusedByName(Variant variant) {
    QuantizedNetwork network = RandomRecurrent.of(1);
    UnsupportedNetworkException thrown =
        assertThrows(
            UnsupportedNetworkException.class, () -> new OnnxExporter(variant).encode(network));
    assertTrue(
        thrown.getMessage().startsWith(variant.layout() + " cannot express this network: "),
        thrown.getMessage());
    assertTrue(thrown.getMessage().contains("recurrent layers"), thrown.getMessage());
  }

  /** 8-bit codes times 8-bit inputs: 2^24 is passed at about a thousand inputs. */
  @Test
  void sumsBeyondFloatAreRefusedByFloatsAllAtOnce() {
    byte[] codes = new byte[2 * 1200];
    Arrays.fill(codes, (byte) 127);
    QuantizedNetwork network = layer(8, new Shape(1, 30, 40), codes);
    for (Variant variant : Variant.values()) {
      UnsupportedNetworkException thrown =
          assertThrows(
              UnsupportedNetworkException.class, () -> new OnnxExporter(variant).encode(network));
      assertEquals(
          variant.layout()
              + " cannot express this network: fc: its sums reach 19,354,800, float32 is exact to"
              + " 2^24",
          thrown.getMessage());
    }
  }

  @Test
  void aGridThatIsNoPowerOfTwoIsRefusedByQonnx() {
    Grid odd = new Grid(0, 200, 0, 1);
    assertThrows(
        UnsupportedNetworkException.class,
        () -> new OnnxExporter(Variant.QONNX).encode(rounded(odd)));
    assertTrue(new OnnxExporter(Variant.INT8).encode(rounded(odd)).length > 0);
  }

  private static QuantizedNetwork rounded(Grid grid) {
    QuantizedNetwork plain = layer(2, new Shape(1, 1, 2), (byte) 1, (byte) -1);
    IntegerLayer.FullyConnected end = (IntegerLayer.FullyConnected) plain.layers().getFirst();
    Shape one = Shape.vector(1);
    Epilogue rule = new Epilogue.Requantize(new int[] {1}, new long[1], 1, grid);
    Codes codes = new Codes(2, 0, new byte[] {1});
    return new QuantizedNetwork(
        plain.notation(),
        plain.preprocessing(),
        plain.classNames(),
        plain.fold(),
        List.of(
            new IntegerLayer.FullyConnected("odd", end.in(), one, end.weights(), rule),
            new IntegerLayer.FullyConnected(
                "fc", one, one, codes, Epilogue.Accumulate.proven(codes, new int[1], grid))),
        plain.provenance());
  }
}
