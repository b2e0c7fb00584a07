package org.dyadic.export;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Grid;

/** How float sums become numbers of a grid: the nodes of the one rounding rule. */
enum OnnxRounding {
  /**
   * In float64, where the product and the sum before the rounding are exact: {@code floor} of them
   * is the rule's shift.
   */
  EXACT {
    @Override
    OnnxValue add(OnnxGraph graph, String name, List<Term> terms, Epilogue.Requantize rule) {
      Grid grid = rule.output();
      List<Integer> dims = terms.getFirst().dims();
      List<String> products = new ArrayList<>();
      for (Term term : terms) {
        String wide = cast(graph, name + ".wide", term.value().name(), OnnxType.DOUBLE);
        OnnxTensor factors = OnnxTensor.doubles(dims, term.factors(-rule.shift()));
        products.add(multiply(graph, name, wide, factors));
      }
      String offset =
          graph.constant(name + ".offset", OnnxTensor.doubles(dims, offsets(rule, 0.5)));
      String sum = graph.node("Add", name + ".sum", sum(graph, name, products), offset);
      String whole = graph.node("Floor", name + ".floor", sum);
      String min =
          graph.constant(name + ".min", OnnxTensor.doubles(List.of(), (double) grid.min()));
      String max =
          graph.constant(name + ".max", OnnxTensor.doubles(List.of(), (double) grid.max()));
      String clipped = graph.node("Clip", name + ".clip", whole, min, max);
      OnnxTensor step = OnnxTensor.doubles(List.of(), Math.scalb(1.0, -grid.exponent()));
      String real =
          graph.node("Mul", name + ".real", clipped, graph.constant(name + ".step", step));
      return result(terms, cast(graph, name, real, OnnxType.FLOAT), grid);
    }
  },

  /**
   * In float32, with QONNX's IntQuant. The offset is larger by a quarter of the product's last
   * digit, so that a tie, which IntQuant rounds to even, goes up.
   */
  QONNX {
    @Override
    OnnxValue add(OnnxGraph graph, String name, List<Term> terms, Epilogue.Requantize rule) {
      Grid grid = rule.output();
      List<Integer> dims = terms.getFirst().dims();
      List<String> products = new ArrayList<>();
      for (Term term : terms) {
        double[] factors = term.factors(-rule.shift() - grid.exponent());
        products.add(
            multiply(graph, name, term.value().name(), OnnxTensor.floats(dims, narrow(factors))));
      }
      double[] offsets = scaled(offsets(rule, 0), -grid.exponent());
      for (int c = 0; c < offsets.length && rule.shift() > 0; c++) {
        offsets[c] += Math.scalb(1.0, -2 - rule.shift() - grid.exponent());
      }
      String offset = graph.constant(name + ".offset", OnnxTensor.floats(dims, narrow(offsets)));
      String sum = graph.node("Add", name + ".sum", sum(graph, name, products), offset);
      return result(terms, quantize(graph, name, sum, grid), grid);
    }
  };

  /**
   * A tensor of integers times a number a channel.
   *
   * @param value holds {@code q * 2^-exponent}
   * @param multiplier of each channel
   */
  record Term(OnnxValue value, int[] multiplier) {
    /** Copies the array. */
    Term {
      multiplier = multiplier.clone();
    }

    private List<Integer> dims() {
      return OnnxLayers.perChannel(multiplier.length, value.flat());
    }

    /** The multipliers times 2^exponent, for numbers in place of their codes. */
    private double[] factors(int exponent) {
      double[] factors = new double[multiplier.length];
      for (int c = 0; c < factors.length; c++) {
        factors[c] = Math.scalb((double) multiplier[c], exponent + value.grid().exponent());
      }
      return factors;
    }
  }

  /**
   * Adds {@code sat((sum of the terms + b + 2^(s-1)) >> s)}.
   *
   * @param terms at least one; all of one shape
   * @return a float tensor of the rule's grid
   */
  abstract OnnxValue add(OnnxGraph graph, String name, List<Term> terms, Epilogue.Requantize rule);

  /** IntQuant with the width of a grid: unsigned, or signed without the lowest number. */
  static String quantize(OnnxGraph graph, String name, String x, Grid grid) {
    boolean signed = grid.min() < 0;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(grid.max()) + (signed ? 1 : 0);
    double step = Math.scalb(1.0, -grid.exponent());
    return OnnxQuant.integer(graph, name, x, step, bits, signed, signed);
  }

  /** Whether IntQuant has a grid's range. */
  static boolean isWholeBits(Grid grid) {
    boolean symmetric = grid.min() == 0 || grid.min() == -grid.max();
    return symmetric && grid.max() > 0 && Long.bitCount(grid.max() + 1) == 1;
  }

  private static OnnxValue result(List<Term> terms, String name, Grid grid) {
    OnnxValue first = terms.getFirst().value();
    return OnnxValue.real(name, grid, first.channels(), first.flat());
  }

  private static String multiply(OnnxGraph graph, String name, String x, OnnxTensor factors) {
    return graph.node("Mul", name + ".product", x, graph.constant(name + ".factor", factors));
  }

  private static String sum(OnnxGraph graph, String name, List<String> products) {
    String sum = products.getFirst();
    for (String product : products.subList(1, products.size())) {
      sum = graph.node("Add", name + ".both", sum, product);
    }
    return sum;
  }

  private static String cast(OnnxGraph graph, String name, String x, OnnxType type) {
    return graph.node(
        "Cast", name, List.of(x), List.of(new OnnxAttribute.Whole("to", type.number())));
  }

  /** b * 2^-s, and the rounding half where there is a shift. */
  private static double[] offsets(Epilogue.Requantize rule, double half) {
    double[] offsets = scaled(rule.bias(), -rule.shift());
    for (int c = 0; c < offsets.length; c++) {
      offsets[c] += rule.shift() == 0 ? 0 : half;
    }
    return offsets;
  }

  private static double[] scaled(long[] values, int exponent) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = Math.scalb((double) values[i], exponent);
    }
    return scaled;
  }

  private static double[] scaled(double[] values, int exponent) {
    double[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = Math.scalb(scaled[i], exponent);
    }
    return scaled;
  }

  private static float[] narrow(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
