package org.dyadic.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dyadic.model.Shape;
import org.dyadic.quant.Codes;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;

/**
 * Models of a network that other runtimes run as fast as they can: what a user of such a runtime
 * would have who never heard of this network's integers. They are for measurements, not for use.
 *
 * <p>Input and output have the names of {@link OnnxExporter}. The pixel table is not in the graph:
 * the caller looks pixels up, so that a runtime spends no time on it.
 */
public enum OnnxOpponent {
  /** As {@link OnnxExporter.Variant#INT8}; the input is unsigned bytes, codes plus 128. */
  INT8,
  /** The float network, nothing rounded to a grid; the input is floats. */
  FLOAT32,
  /**
   * One fully connected layer as ONNX Runtime's MatMulNBits with weights of 2 bits; the input is
   * floats, which the operator rounds to 8 bits, block by block.
   */
  NBITS2,
  /** As {@link #NBITS2}, with float arithmetic. */
  NBITS2_FLOAT;

  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  /** The domain of ONNX Runtime's own operators. */
  private static final String MICROSOFT = "com.microsoft";

  /** Inputs that share a scale; all scales are one here. */
  private static final int BLOCK = 128;

  /** What MatMulNBits adds to a signed code of 2 bits. */
  private static final int ZERO_POINT = 2;

  /** Its accuracy levels: activations of 8 bits, and of 32. */
  private static final int BYTES = 4;

  private static final int FLOATS = 1;

  /** Whether the input is floats; else it is unsigned bytes. */
  public boolean takesFloats() {
    return this != INT8;
  }

  /** Whether there is such a model of a network, apart from what a graph cannot express. */
  public boolean fits(QuantizedNetwork network) {
    return switch (this) {
      case INT8, FLOAT32 -> true;
      case NBITS2, NBITS2_FLOAT ->
          network.layers().size() == 1
              && network.layers().getFirst() instanceof IntegerLayer.FullyConnected layer
              && layer.epilogue() instanceof Epilogue.Accumulate
              && layer.weights().bits() <= 2
              && layer.fanIn() % BLOCK == 0;
    };
  }

  /**
   * The bytes of the model.
   *
   * @throws UnsupportedNetworkException naming every layer that the model cannot express
   */
  public byte[] encode(QuantizedNetwork network) {
    if (!fits(network)) {
      throw new UnsupportedNetworkException(
          name(), List.of("it is not one fully connected layer of 2 bits, whole blocks of inputs"));
    }
    OnnxGraph graph = new OnnxGraph();
    graph.reserve(OnnxExporter.INPUT);
    graph.reserve(OnnxExporter.OUTPUT);
    List<String> obstacles = new ArrayList<>();
    String logits =
        switch (this) {
          case INT8 -> chain(new OnnxByteLayers(graph, obstacles, new ByteTally()), network);
          case FLOAT32 -> chain(new OnnxRealLayers(graph, obstacles), network);
          case NBITS2 -> product(graph, network, BYTES);
          case NBITS2_FLOAT -> product(graph, network, FLOATS);
        };
    graph.end("Identity", OnnxExporter.OUTPUT, logits);
    if (!obstacles.isEmpty()) {
      throw new UnsupportedNetworkException(name(), obstacles);
    }
    return model(graph, network).toBytes();
  }

  private OnnxModel model(OnnxGraph graph, QuantizedNetwork network) {
    Shape shape = network.preprocessing().shape();
    boolean vector = this == NBITS2 || this == NBITS2_FLOAT;
    return new OnnxModel(
        OPSET,
        IR_VERSION,
        graph,
        OnnxExporter.INPUT,
        takesFloats() ? OnnxType.FLOAT : OnnxType.UINT8,
        vector ? List.of(shape.size()) : List.of(shape.channels(), shape.height(), shape.width()),
        OnnxExporter.OUTPUT,
        network.classNames().size(),
        List.of(),
        Map.of());
  }

  private String chain(OnnxLayers layers, QuantizedNetwork network) {
    int channels = network.preprocessing().shape().channels();
    OnnxValue input =
        new OnnxValue(OnnxExporter.INPUT, network.inputGrid(), channels, false, this == INT8);
    OnnxValue logits = layers.chain(network.layers(), input);
    return layers.flat(layers.inForm(logits, false), network.classNames().size()).name();
  }

  /** A code c is stored as c + 2, four a byte, the first in the lowest bits. */
  private static String product(OnnxGraph graph, QuantizedNetwork network, int accuracy) {
    IntegerLayer.FullyConnected layer = (IntegerLayer.FullyConnected) network.layers().getFirst();
    Codes codes = layer.weights();
    int inputs = layer.fanIn();
    int outputs = layer.out().channels();
    byte[] packed = new byte[codes.size() / 4];
    for (int i = 0; i < codes.size(); i++) {
      packed[i / 4] |= (byte) ((codes.at(i) + ZERO_POINT) << (i % 4 * 2));
    }
    float[] scales = new float[outputs * inputs / BLOCK];
    Arrays.fill(scales, Math.scalb(1f, -codes.exponent()));
    OnnxTensor weights =
        new OnnxTensor(OnnxType.UINT8, List.of(outputs, inputs / BLOCK, BLOCK / 4), packed);
    OnnxTensor steps = OnnxTensor.floats(List.of(scales.length), scales);
    String y =
        graph.node(
            MICROSOFT,
            "MatMulNBits",
            "product",
            List.of(
                OnnxExporter.INPUT,
                graph.constant("weight", weights),
                graph.constant("scale", steps)),
            List.of(
                new OnnxAttribute.Whole("K", inputs),
                new OnnxAttribute.Whole("N", outputs),
                new OnnxAttribute.Whole("bits", 2),
                new OnnxAttribute.Whole("block_size", BLOCK),
                new OnnxAttribute.Whole("accuracy_level", accuracy)));
    String bias = graph.constant("bias", OnnxRealLayers.biases(layer));
    return graph.node("Add", "biased", y, bias);
  }
}
