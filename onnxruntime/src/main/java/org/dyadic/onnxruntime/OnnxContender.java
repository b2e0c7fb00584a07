package org.dyadic.onnxruntime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.dyadic.bench.Contender;
import org.dyadic.bench.Workload;
import org.dyadic.data.PixelTable;
import org.dyadic.export.OnnxExporter;
import org.dyadic.model.Shape;

/** A session whose input and output tensors are made once, so that a call copies nothing. */
final class OnnxContender implements Contender {
  private static final int ZERO_POINT = 128;

  /** What a model takes. */
  enum Input {
    /** Pixels, which the graph looks up in the pixel table. */
    PIXELS,
    /** Codes of the pixel table plus 128. */
    CODES,
    /** Values of the pixel table. */
    FLOATS
  }

  private final String name;
  private final Input kind;
  private final PixelTable table;
  private final Shape shape;
  private final int batch;
  private final int outputs;
  private final ByteBuffer in;
  private final ByteBuffer out;
  private final OnnxTensor input;
  private final OnnxTensor output;
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> pinned;

  OnnxContender(
      String name,
      OrtEnvironment environment,
      byte[] model,
      Workload workload,
      Input kind,
      SessionOptions.OptLevel level)
      throws OrtException {
    this.name = name;
    this.kind = kind;
    table = workload.network().preprocessing().table();
    shape = workload.network().preprocessing().shape();
    batch = workload.batch();
    outputs = workload.network().classNames().size();
    int elements = Math.multiplyExact(batch, shape.size());
    boolean floats = kind == Input.FLOATS;
    in = direct(floats ? Math.multiplyExact(Float.BYTES, elements) : elements);
    out = direct(Float.BYTES * batch * outputs);
    session = session(environment, model, workload, level);
    boolean flat = inputRank() == 2;
    long[] dims =
        flat
            ? new long[] {batch, shape.size()}
            : new long[] {batch, shape.channels(), shape.height(), shape.width()};
    input =
        floats
            ? OnnxTensor.createTensor(environment, in.asFloatBuffer(), dims)
            : OnnxTensor.createTensor(environment, in, dims, OnnxJavaType.UINT8);
    output = OnnxTensor.createTensor(environment, out.asFloatBuffer(), new long[] {batch, outputs});
    inputs = Map.of(OnnxExporter.INPUT, input);
    pinned = Map.of(OnnxExporter.OUTPUT, output);
  }

  private static ByteBuffer direct(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  private static OrtSession session(
      OrtEnvironment environment, byte[] model, Workload workload, SessionOptions.OptLevel level)
      throws OrtException {
    try (SessionOptions options = new SessionOptions()) {
      options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setInterOpNumThreads(1);
      options.setIntraOpNumThreads(workload.threads());
      options.setOptimizationLevel(level);
      options.setSymbolicDimensionValue(OnnxExporter.BATCH, workload.batch());
      return environment.createSession(model, options);
    }
  }

  private int inputRank() throws OrtException {
    return ((TensorInfo) session.getInputInfo().get(OnnxExporter.INPUT).getInfo())
        .getShape()
        .length;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void load(byte[] pixels) {
    for (int i = 0; i < batch * shape.size(); i++) {
      int pixel = Byte.toUnsignedInt(pixels[i]);
      byte code = table.code(i / shape.area() % shape.channels(), pixel);
      switch (kind) {
        case PIXELS -> in.put(i, pixels[i]);
        case CODES -> in.put(i, (byte) (code + ZERO_POINT));
        case FLOATS -> in.putFloat(i * Float.BYTES, Math.scalb((float) code, -table.exponent()));
      }
    }
  }

  @Override
  public void run() {
    try (OrtSession.Result result = session.run(inputs, pinned)) {
      if (result.size() != 1) {
        throw new IllegalStateException(name + ": " + result.size() + " results");
      }
    } catch (OrtException e) {
      throw new IllegalStateException(name + ": ONNX Runtime: " + e.getMessage(), e);
    }
  }

  @Override
  public int[] classes() {
    int[] classes = new int[batch];
    for (int i = 0; i < batch; i++) {
      for (int c = 1; c < outputs; c++) {
        classes[i] = logit(i, c) > logit(i, classes[i]) ? c : classes[i];
      }
    }
    return classes;
  }

  private float logit(int image, int index) {
    return out.getFloat(Float.BYTES * (image * outputs + index));
  }

  @Override
  public void close() {
    input.close();
    output.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(name + ": ONNX Runtime: " + e.getMessage(), e);
    }
  }
}
