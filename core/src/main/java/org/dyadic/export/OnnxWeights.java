package org.dyadic.export;

import java.util.List;
import java.util.stream.IntStream;
import org.dyadic.quant.Codes;

/** How weights lie in a graph. */
enum OnnxWeights {
  /** Floats. */
  FLOAT {
    @Override
    String add(OnnxGraph graph, String name, List<Integer> dims, Codes codes) {
      return graph.constant(name, floats(dims, codes));
    }
  },

  /** The narrowest of INT2, INT4 and INT8 that holds the codes, and DequantizeLinear. */
  PACKED {
    @Override
    String add(OnnxGraph graph, String name, List<Integer> dims, Codes codes) {
      return dequantized(graph, name, dims, codes, true);
    }
  },

  /** INT8 and DequantizeLinear. */
  BYTES {
    @Override
    String add(OnnxGraph graph, String name, List<Integer> dims, Codes codes) {
      return dequantized(graph, name, dims, codes, false);
    }
  },

  /** Floats and QONNX's IntQuant, or BipolarQuant for codes of 1 bit. */
  QONNX {
    @Override
    String add(OnnxGraph graph, String name, List<Integer> dims, Codes codes) {
      String floats = graph.constant(name + ".float", floats(dims, codes));
      double step = Math.scalb(1.0, -codes.exponent());
      return codes.bits() == 1
          ? OnnxQuant.bipolar(graph, name, floats, step)
          : OnnxQuant.integer(graph, name, floats, step, codes.bits(), true, true);
    }
  };

  /**
   * Adds weights to a graph.
   *
   * @param dims as many numbers as codes
   * @return the name of a float tensor, {@code code * 2^-exponent}; scales are left out
   */
  abstract String add(OnnxGraph graph, String name, List<Integer> dims, Codes codes);

  private static OnnxTensor floats(List<Integer> dims, Codes codes) {
    float[] values = new float[codes.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.scalb((float) codes.at(i), -codes.exponent());
    }
    return OnnxTensor.floats(dims, values);
  }

  private static String dequantized(
      OnnxGraph graph, String name, List<Integer> dims, Codes codes, boolean packed) {
    OnnxType type = packed ? narrowest(codes.bits()) : OnnxType.INT8;
    int bits = type == OnnxType.INT2 ? 2 : type == OnnxType.INT4 ? 4 : 8;
    OnnxTensor tensor = new OnnxTensor(type, dims, Fields.pack(codes, bits));
    String constant = graph.constant(name + ".codes", tensor);
    double step = Math.scalb(1.0, -codes.exponent());
    String scale = graph.constant(name + ".scale", OnnxTensor.scalar(step));
    // ONNX Runtime fuses integer operators only where a zero point is given.
    OnnxTensor zero = new OnnxTensor(type, List.of(), new byte[1]);
    String zeroPoint = graph.constant(name + ".zero", zero);
    return graph.node("DequantizeLinear", name, constant, scale, zeroPoint);
  }

  private static OnnxType narrowest(int bits) {
    return bits <= 2 ? OnnxType.INT2 : bits <= 4 ? OnnxType.INT4 : OnnxType.INT8;
  }

  /** The codes above zero or those below, with zeros for the others. */
  static Codes plane(Codes codes, boolean positive) {
    byte[] values = codes.toBytes();
    IntStream.range(0, values.length)
        .filter(i -> values[i] > 0 != positive)
        .forEach(i -> values[i] = 0);
    return new Codes(Math.max(2, codes.bits()), codes.exponent(), values);
  }
}
