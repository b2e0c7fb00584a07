package org.dyadic.onnxruntime;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import org.dyadic.export.OnnxExporter;
import org.dyadic.export.OnnxExporter.Variant;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.verify.Agreement;
import org.dyadic.verify.Candidate;
import org.dyadic.verify.OpenExecutor;
import org.dyadic.verify.UnavailableException;

/** One ONNX variant in ONNX Runtime. */
record OnnxRuntimeCandidate(Variant variant) implements Candidate {

  @Override
  public String name() {
    return variant.layout();
  }

  /** The float variants compute what the integers say; the others round in float32. */
  @Override
  public Agreement agreement() {
    return switch (variant) {
      case FLOAT, INT2 -> Agreement.LOGITS;
      case INT8, QONNX -> Agreement.CLASSES;
    };
  }

  @Override
  public OpenExecutor open(QuantizedNetwork network) throws UnavailableException, IOException {
    byte[] model = new OnnxExporter(variant).encode(network);
    try {
      int threads = Runtime.getRuntime().availableProcessors();
      OnnxRuntimeSession session =
          new OnnxRuntimeSession(model, network.preprocessing().shape(), threads);
      return new Open(session, network.logitGrid().step());
    } catch (OrtException e) {
      throw new IOException("%s: ONNX Runtime refuses it: %s".formatted(name(), e.getMessage()), e);
    } catch (UnsatisfiedLinkError e) {
      throw new UnavailableException(
          "ONNX Runtime has no library for this machine: " + e.getMessage(), e);
    }
  }

  private record Open(OnnxRuntimeSession session, double step) implements OpenExecutor {
    @Override
    public void logits(byte[] pixels, int images, int[] logits) throws IOException {
      try {
        int at = 0;
        for (float[] vector : session.logits(pixels, images)) {
          for (float logit : vector) {
            logits[at++] = (int) Math.rint(logit / step);
          }
        }
      } catch (OrtException e) {
        throw new IOException("ONNX Runtime: " + e.getMessage(), e);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        session.close();
      } catch (OrtException e) {
        throw new IOException("ONNX Runtime: " + e.getMessage(), e);
      }
    }
  }
}
