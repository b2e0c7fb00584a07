package org.dyadic.export;

import java.util.List;

/**
 * The quantizers of <a href="https://github.com/fastmachinelearning/qonnx">QONNX</a>, as nodes and
 * as functions of the model's own, so that a runtime that knows ONNX only runs the model too.
 */
final class OnnxQuant {
  /** The domain of QONNX's operators. */
  static final String DOMAIN = "qonnx.custom_op.general";

  private static final String INTEGER = "IntQuant";
  private static final String BIPOLAR = "BipolarQuant";

  private OnnxQuant() {}

  /**
   * A node {@code y = round(clip(x / scale)) * scale}, ties to even, whose clip is that of a number
   * of {@code bits} bits.
   *
   * @param narrow whether the lowest signed number is left out
   */
  static String integer(
      OnnxGraph graph,
      String name,
      String x,
      double scale,
      int bits,
      boolean signed,
      boolean narrow) {
    List<String> inputs =
        List.of(
            x,
            graph.constant(name + ".scale", OnnxTensor.scalar(scale)),
            graph.constant(name + ".zero_point", OnnxTensor.scalar(0)),
            graph.constant(name + ".bits", OnnxTensor.scalar(bits)));
    List<OnnxAttribute> attributes =
        List.of(
            new OnnxAttribute.Whole("signed", signed ? 1 : 0),
            new OnnxAttribute.Whole("narrow", narrow ? 1 : 0),
            new OnnxAttribute.Text("rounding_mode", "ROUND"));
    return graph.node(DOMAIN, INTEGER, name, inputs, attributes);
  }

  /** A node that gives scale where x is at least 0, else -scale. */
  static String bipolar(OnnxGraph graph, String name, String x, double scale) {
    String constant = graph.constant(name + ".scale", OnnxTensor.scalar(scale));
    return graph.node(DOMAIN, BIPOLAR, name, List.of(x, constant), List.of());
  }

  /** Both operators. */
  static List<OnnxFunction> functions() {
    return List.of(integer(), bipolar());
  }

  private static OnnxFunction integer() {
    OnnxGraph body = new OnnxGraph();
    String type = "scale";
    String signed = given(body, "signed", type);
    String narrow = given(body, "narrow", type);
    String one = body.node("Div", "one", type, type);
    String two = body.node("Add", "two", one, one);
    String half = body.node("Pow", "levels", two, body.node("Sub", "digits", "bitwidth", signed));
    String lost = body.node("Mul", "lost", narrow, body.node("Sub", "unsigned", one, signed));
    String most = body.node("Sub", "most", body.node("Sub", "top", half, one), lost);
    String least = body.node("Mul", "least", signed, body.node("Sub", "bottom", narrow, half));
    String scaled = body.node("Add", "moved", body.node("Div", "scaled", "x", "scale"), "zeropt");
    String clipped = body.node("Max", "clipped", body.node("Min", "bounded", scaled, most), least);
    String rounded = body.node("Round", "rounded", clipped);
    body.node("Mul", "y", body.node("Sub", "back", rounded, "zeropt"), "scale");
    return new OnnxFunction(
        DOMAIN,
        INTEGER,
        List.of("x", "scale", "zeropt", "bitwidth"),
        "y",
        List.of("signed", "narrow", "rounding_mode"),
        body.nodes(),
        "(round(clip(x / scale + zeropt)) - zeropt) * scale, rounding_mode ROUND: ties to even");
  }

  /** An attribute as a number of the type of {@code like}. */
  private static String given(OnnxGraph body, String attribute, String like) {
    String whole =
        body.node(
            "Constant",
            attribute + ".whole",
            List.of(),
            List.of(new OnnxAttribute.Given("value_int", attribute)));
    return body.node("CastLike", attribute + ".number", whole, like);
  }

  private static OnnxFunction bipolar() {
    OnnxGraph body = new OnnxGraph();
    String zero = body.node("Sub", "zero", "scale", "scale");
    String positive = body.node("GreaterOrEqual", "positive", "x", zero);
    body.node("Where", "y", positive, "scale", body.node("Neg", "negative", "scale"));
    return new OnnxFunction(
        DOMAIN,
        BIPOLAR,
        List.of("x", "scale"),
        "y",
        List.of(),
        body.nodes(),
        "scale where x >= 0, else -scale");
  }
}
