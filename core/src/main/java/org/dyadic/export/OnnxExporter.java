package org.dyadic.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.format.AtomicFile;
import org.dyadic.model.Shape;
import org.dyadic.quant.QuantizedNetwork;

/**
 * A network as an <a href="https://onnx.ai">ONNX</a> model. Its input {@value #INPUT} is a batch of
 * unsigned bytes, batch x channels x rows x columns: images of the network's size and colour order,
 * or rows of values that the network's scale made bytes; the pixel table is part of the graph. Its
 * output {@value #OUTPUT} is a batch of float vectors: the integer logits times their grid's step.
 */
public final class OnnxExporter implements Exporter {
  /** The input's name. */
  public static final String INPUT = "pixels";

  /** The output's name. */
  public static final String OUTPUT = "logits";

  /** The symbolic name of the batch, the first extent of input and output. */
  public static final String BATCH = "N";

  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;
  private static final int OPSET_OF_INT2 = 25;
  private static final int IR_VERSION_OF_INT2 = 13;

  /** How the integers become ONNX's operators. */
  public enum Variant {
    /**
     * Float weights and activations on their grids. Sums are exact in float32 and the rounding rule
     * is computed in float64, so the logits are those of the integer network.
     */
    FLOAT,
    /**
     * 8-bit weights and activations by QuantizeLinear and DequantizeLinear, which ONNX Runtime
     * fuses into integer operators; see docs/export-onnx.md for where an answer may differ.
     */
    INT8,
    /** As FLOAT, with weights in INT2, four codes a byte (INT4 or INT8 for wider codes). */
    INT2,
    /** Float32 alone, with the quantizers of QONNX for weights and activations. */
    QONNX;

    /** What the command line calls it, such as {@code onnx-int8}. */
    public String layout() {
      return this == QONNX ? "qonnx" : "onnx-" + name().toLowerCase(Locale.ROOT);
    }
  }

  private final Variant variant;

  /** An exporter of one variant. */
  public OnnxExporter(Variant variant) {
    this.variant = variant;
  }

  @Override
  public List<Path> export(QuantizedNetwork network, Path target) throws IOException {
    AtomicFile.write(target, ByteBuffer.wrap(encode(network)));
    return List.of(target);
  }

  /**
   * The bytes of the model.
   *
   * @throws UnsupportedNetworkException naming every layer that the variant cannot express
   */
  public byte[] encode(QuantizedNetwork network) {
    OnnxGraph graph = new OnnxGraph();
    graph.reserve(INPUT);
    graph.reserve(OUTPUT);
    List<String> obstacles = new ArrayList<>();
    ByteTally tally = new ByteTally();
    OnnxLayers layers = layers(graph, obstacles, tally);
    OnnxValue logits = layers.chain(network.layers(), input(graph, network));
    int classes = network.classNames().size();
    end(graph, layers.flat(layers.inForm(logits, false), classes));
    if (!obstacles.isEmpty()) {
      throw new UnsupportedNetworkException(variant.layout(), obstacles);
    }
    boolean int2 = variant == Variant.INT2;
    Shape shape = network.preprocessing().shape();
    return new OnnxModel(
            int2 ? OPSET_OF_INT2 : OPSET,
            int2 ? IR_VERSION_OF_INT2 : IR_VERSION,
            graph,
            INPUT,
            OnnxType.UINT8,
            List.of(shape.channels(), shape.height(), shape.width()),
            OUTPUT,
            classes,
            variant == Variant.QONNX ? OnnxQuant.functions() : List.of(),
            metadata(network, tally))
        .toBytes();
  }

  private OnnxLayers layers(OnnxGraph graph, List<String> obstacles, ByteTally tally) {
    return switch (variant) {
      case FLOAT -> new OnnxFloatLayers(graph, obstacles, OnnxWeights.FLOAT, OnnxRounding.EXACT);
      case INT2 -> new OnnxFloatLayers(graph, obstacles, OnnxWeights.PACKED, OnnxRounding.EXACT);
      case QONNX -> new OnnxFloatLayers(graph, obstacles, OnnxWeights.QONNX, OnnxRounding.QONNX);
      case INT8 -> new OnnxByteLayers(graph, obstacles, tally);
    };
  }

  /** Looks every pixel up in its channel's part of the pixel table. */
  private OnnxValue input(OnnxGraph graph, QuantizedNetwork network) {
    Preprocessing preprocessing = network.preprocessing();
    int channels = preprocessing.shape().channels();
    String index =
        graph.node(
            "Cast",
            "input.whole",
            List.of(INPUT),
            List.of(new OnnxAttribute.Whole("to", OnnxType.INT32.number())));
    if (channels > 1) {
      int[] offsets = new int[channels];
      for (int c = 0; c < channels; c++) {
        offsets[c] = c * PixelTable.ENTRIES;
      }
      OnnxTensor first = OnnxTensor.ints(OnnxLayers.perChannel(channels, false), offsets);
      index = graph.node("Add", "input.index", index, graph.constant("input.offset", first));
    }
    OnnxTensor table = table(preprocessing.table());
    String x = graph.node("Gather", "input", graph.constant("input.table", table), index);
    if (variant == Variant.QONNX) {
      x = OnnxRounding.quantize(graph, "input.quantized", x, network.inputGrid());
    }
    return new OnnxValue(x, network.inputGrid(), channels, false, variant == Variant.INT8);
  }

  private OnnxTensor table(PixelTable table) {
    byte[] codes = table.codes();
    List<Integer> dims = List.of(codes.length);
    float[] values = new float[codes.length];
    for (int i = 0; i < codes.length; i++) {
      values[i] = Math.scalb((float) codes[i], -table.exponent());
      codes[i] += (byte) OnnxValue.SIGNED_ZERO_POINT;
    }
    return variant == Variant.INT8
        ? new OnnxTensor(OnnxType.UINT8, dims, codes)
        : OnnxTensor.floats(dims, values);
  }

  /** The logits by their name, after the division that an average pool left. */
  private static void end(OnnxGraph graph, OnnxValue logits) {
    int divisor = logits.grid().divisor();
    if (divisor == 1) {
      graph.end("Identity", OUTPUT, logits.name());
    } else {
      String constant = graph.constant("logits.divisor", OnnxTensor.scalar(divisor));
      graph.end("Div", OUTPUT, logits.name(), constant);
    }
  }

  private Map<String, String> metadata(QuantizedNetwork network, ByteTally tally) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("dyadic.layout", variant.layout());
    metadata.put("dyadic.notation", network.notation());
    metadata.put("dyadic.classes", JsonText.of(network.classNames()));
    metadata.put("dyadic.logit_step", Double.toString(network.logitGrid().step()));
    if (variant == Variant.INT8) {
      metadata.put("dyadic.exactness", tally.toText());
    }
    metadata.put("dyadic.provenance", network.provenance());
    return metadata;
  }
}
