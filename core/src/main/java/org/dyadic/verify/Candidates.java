package org.dyadic.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.dyadic.export.OnnxExporter;
import org.dyadic.inference.IntegerExecutor;
import org.dyadic.inference.Session;
import org.dyadic.quant.QuantizedNetwork;

/** All ways of running networks that are known here. */
public final class Candidates {
  private Candidates() {}

  /**
   * The kernels of the integer executor, the definition first; what providers offer; then what a
   * module that is not there would offer, so that its absence is told.
   */
  public static List<Candidate> all() {
    List<Candidate> all = new ArrayList<>();
    IntegerExecutor.available().forEach(kernels -> all.add(new OfKernels(kernels)));
    ServiceLoader.load(ExecutorProvider.class)
        .forEach(provider -> all.addAll(provider.candidates()));
    for (OnnxExporter.Variant variant : OnnxExporter.Variant.values()) {
      if (all.stream().noneMatch(known -> known.name().equals(variant.layout()))) {
        all.add(new WithoutOnnxRuntime(variant.layout()));
      }
    }
    return List.copyOf(all);
  }

  /** The integer executor with certain kernels. */
  private record OfKernels(String name) implements Candidate {
    /** Of the definition, which takes some hundred times as long as the fastest kernels. */
    private static final int SAMPLE = 1_000;

    @Override
    public int mostImages() {
      return name.equals(IntegerExecutor.available().getFirst()) ? SAMPLE : Integer.MAX_VALUE;
    }

    @Override
    public Agreement agreement() {
      return Agreement.LOGITS;
    }

    @Override
    public OpenExecutor open(QuantizedNetwork network) {
      Session session = IntegerExecutor.of(network, name).newSession();
      return new Kernels(
          session, network.preprocessing().shape().size(), new int[network.classNames().size()]);
    }
  }

  private record Kernels(Session session, int size, int[] one) implements OpenExecutor {
    @Override
    public void logits(byte[] pixels, int images, int[] logits) {
      for (int i = 0; i < images; i++) {
        session.logits(pixels, i * size, one);
        System.arraycopy(one, 0, logits, i * one.length, one.length);
      }
    }

    @Override
    public void close() {
      // The session has memory only.
    }
  }

  /** A variant of ONNX in a build without ONNX Runtime. */
  private record WithoutOnnxRuntime(String name) implements Candidate {
    @Override
    public Agreement agreement() {
      return Agreement.CLASSES;
    }

    @Override
    public OpenExecutor open(QuantizedNetwork network) throws UnavailableException, IOException {
      throw new UnavailableException(
          "ONNX Runtime is not in this build; build without -Dwithout.onnxruntime, or name its jar"
              + " and dyadic-onnxruntime.jar in DYADIC_CLASSPATH");
    }
  }
}
