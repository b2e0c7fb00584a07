package org.dyadic.onnxruntime;

import java.util.List;
import java.util.stream.Stream;
import org.dyadic.export.OnnxExporter.Variant;
import org.dyadic.verify.Candidate;
import org.dyadic.verify.ExecutorProvider;

/** The ONNX variants, each run by ONNX Runtime. */
public final class OnnxRuntimeProvider implements ExecutorProvider {

  /** For the service loader. */
  public OnnxRuntimeProvider() {}

  @Override
  public List<Candidate> candidates() {
    return Stream.of(Variant.FLOAT, Variant.INT2, Variant.QONNX, Variant.INT8)
        .<Candidate>map(OnnxRuntimeCandidate::new)
        .toList();
  }
}
