package org.dyadic.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dyadic.bench.Contender;
import org.dyadic.bench.ContenderProvider;
import org.dyadic.bench.Workload;
import org.dyadic.export.OnnxExporter;
import org.dyadic.export.OnnxExporter.Variant;
import org.dyadic.export.OnnxOpponent;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.verify.UnavailableException;

/** ONNX Runtime's ways of running a network, for measurements. */
public final class OnnxContenders implements ContenderProvider {

  /** A model and the options to run it with. */
  private enum Kind {
    INT8("what 'export --to onnx-int8' writes, from pixels to logits"),
    INT8_CODES("the same without the pixel table: bytes that were looked up before the call"),
    INT8_NCHW("the same, but graph optimizations stop before those of the layout"),
    FP32("the float network: nothing rounded, floats that were looked up before the call"),
    NBITS2("MatMulNBits with weights of 2 bits, accuracy level 4 (8-bit activations); from floats"),
    NBITS2_FP32("MatMulNBits with weights of 2 bits, accuracy level 1 (float32); from floats");

    private final String note;

    Kind(String note) {
      this.note = note;
    }

    private String contender() {
      return "ort-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private OnnxOpponent model() {
      return switch (this) {
        case INT8, INT8_CODES, INT8_NCHW -> OnnxOpponent.INT8;
        case FP32 -> OnnxOpponent.FLOAT32;
        case NBITS2 -> OnnxOpponent.NBITS2;
        case NBITS2_FP32 -> OnnxOpponent.NBITS2_FLOAT;
      };
    }

    private boolean takesPixels() {
      return this == INT8;
    }

    private byte[] encode(QuantizedNetwork network) {
      return takesPixels()
          ? new OnnxExporter(Variant.INT8).encode(network)
          : model().encode(network);
    }

    private OnnxContender.Input input() {
      if (takesPixels()) {
        return OnnxContender.Input.PIXELS;
      }
      return model().takesFloats() ? OnnxContender.Input.FLOATS : OnnxContender.Input.CODES;
    }

    private OptLevel level() {
      return this == INT8_NCHW ? OptLevel.EXTENDED_OPT : OptLevel.ALL_OPT;
    }
  }

  /** For the service loader. */
  public OnnxContenders() {}

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public List<String> contenders(QuantizedNetwork network) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.model().fits(network))
        .map(Kind::contender)
        .toList();
  }

  @Override
  public Map<String, String> facts() throws UnavailableException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("version", environment().getVersion());
    facts.put(
        "options",
        "execution sequential, 1 inter-op thread, intra-op threads as said, graph optimization"
            + " all but for ort-int8-nchw, batch fixed, memory arena and pattern on, threads spin;"
            + " input and output in direct buffers that calls reuse");
    for (Kind kind : Kind.values()) {
      facts.put(kind.contender(), kind.note);
    }
    return facts;
  }

  @Override
  public Contender open(String contender, Workload workload)
      throws UnavailableException, IOException {
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(each -> each.contender().equals(contender))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no contender " + contender));
    byte[] model = kind.encode(workload.network());
    try {
      return new OnnxContender(
          contender, environment(), model, workload, kind.input(), kind.level());
    } catch (OrtException e) {
      throw new IOException(
          "%s: ONNX Runtime refuses it: %s".formatted(contender, e.getMessage()), e);
    }
  }

  private static OrtEnvironment environment() throws UnavailableException {
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      environment.setTelemetry(false);
      return environment;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      throw new UnavailableException(
          "ONNX Runtime has no library for this machine: " + e.getMessage(), e);
    }
  }
}
