package org.dyadic.onnxruntime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.dyadic.export.OnnxExporter;
import org.dyadic.model.Shape;

/**
 * A model of {@link OnnxExporter} in ONNX Runtime, on processor cores, with all optimizations. One
 * thread at a time.
 */
public final class OnnxRuntimeSession implements AutoCloseable {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Shape shape;

  /**
   * Loads a model.
   *
   * @param model the file's bytes
   * @param shape of one image
   * @param threads that one run may use, at least 1
   * @throws OrtException if ONNX Runtime refuses the model
   */
  public OnnxRuntimeSession(byte[] model, Shape shape, int threads) throws OrtException {
    this.environment = OrtEnvironment.getEnvironment();
    environment.setTelemetry(false);
    this.shape = shape;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      this.session = environment.createSession(model, options);
    }
  }

  /** The version of ONNX Runtime. */
  public String version() {
    return environment.getVersion();
  }

  /**
   * Runs some images.
   *
   * @param pixels images one after another, unsigned bytes, planar
   * @param images how many, at least 1
   * @return one vector of real logits an image
   * @throws OrtException if ONNX Runtime fails
   */
  public float[][] logits(byte[] pixels, int images) throws OrtException {
    int size = Math.multiplyExact(images, shape.size());
    ByteBuffer buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    buffer.put(pixels, 0, size).flip();
    long[] dims = {images, shape.channels(), shape.height(), shape.width()};
    try (OnnxTensor input = OnnxTensor.createTensor(environment, buffer, dims, OnnxJavaType.UINT8);
        OrtSession.Result result = session.run(Map.of(OnnxExporter.INPUT, input))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
