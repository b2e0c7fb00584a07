package org.dyadic.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.State;
import org.dyadic.quant.Codes;
import org.dyadic.train.method.Method;
import org.dyadic.train.method.QuantizedLayer;
import org.dyadic.train.method.WeightLayer;

/** Brings a method's result into the canonical order and the types of the packed format. */
final class Packing {
  private Packing() {}

  /** By parameter name, the codes of every weight array. */
  static Map<String, Codes> codes(Session session, Method method) {
    Map<String, Codes> codes = new LinkedHashMap<>();
    for (WeightLayer layer : session.weightLayers()) {
      QuantizedLayer end = method.quantize(layer, session.state().trained);
      if (!(end instanceof QuantizedLayer.Coded coded)) {
        throw new IllegalStateException(layer.name() + ": " + end.obstacle());
      }
      codes.put(layer.name(), codes(session, layer, coded));
    }
    return codes;
  }

  private static Codes codes(Session session, WeightLayer layer, QuantizedLayer.Coded coded) {
    byte[] canonical = canonical(session, layer, coded.codes());
    if (coded.fixedPoint() && layer.blocks() == 1) {
      int exponent = -Math.getExponent(coded.positive()[0]);
      return new Codes(coded.bits(), exponent, canonical);
    }
    throw new IllegalStateException(layer.name() + ": float scales cannot be packed");
  }

  /** One byte a weight, from the memory order of the flat array to output, input, row, column. */
  private static byte[] canonical(Session session, WeightLayer layer, byte[] memory) {
    ParameterLayout layout = session.layout();
    float[] flat = new float[layout.trainedSize()];
    for (int i = 0; i < memory.length; i++) {
      flat[layer.offset() + i] = memory[i];
    }
    State state = layout.unpack(flat, new float[layout.statisticsSize()]);
    float[] ordered = state.get(layer.name());
    byte[] canonical = new byte[ordered.length];
    for (int i = 0; i < canonical.length; i++) {
      canonical[i] = (byte) ordered[i];
    }
    return canonical;
  }
}
