package org.dyadic.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.dyadic.imports.ImportedNetwork;
import org.dyadic.imports.OnnxImporter;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.Shape;
import org.dyadic.train.torch.TorchNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network that was imported from a file computes what ONNX Runtime computes of the file. */
class ImportedNetworksTest {
  private static final Path FOLDER = Path.of("../core/src/test/resources/org/dyadic/imports");
  private static final int IMAGES = 20;

  /** Of a logit, relative to the largest: sums of floats in another order. */
  private static final double TOLERANCE = 2e-5;

  @ParameterizedTest
  @CsvSource({
    "mnist-8, LOGITS, 8C5p-MP2-16C5p-MP3-10",
    "torch-tutorial, LOG_SOFTMAX, 4C5-MP2-6C3-MP2-12FC-10",
    "torch-resnet, LOGITS, 4C3s2-MP3s2p1-R(2x(4C3))-R(8C3s2-8C3|8C1s2)-GAP-5",
    "torch-resnet-norms, LOGITS, 4C3s2-MP3s2p1-R(2x(4C3))-R(8C3s2-8C3|8C1s2)-GAP-5",
    "torch-preactivated, LOGITS, 8C3n-Rn(BR-8C3x1g4-DW3n)-BR-AP2-GAP-3",
    "torch-densenet, LOGITS, 4C3n-3xD(BR-2C3n)-BR-GAP-3",
    "keras-like, SOFTMAX, 6C3-BN-AP2-7FC-4",
    "all-convolutions, LOGITS, 4C3s2x1-R(5C1n|5C3)-GAP-6",
  })
  void theAnswersAreThoseOfOnnxRuntime(String name, End end, String notation) throws Exception {
    Path file = FOLDER.resolve(name + ".onnx");
    ImportedNetwork imported = OnnxImporter.read(file, null);
    assertEquals(notation, imported.state().network().toString());
    Shape shape = imported.state().network().input();
    long seed = name.hashCode();
    Random random = new Random(seed);
    float[] images = new float[IMAGES * shape.size()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    float[] expected = onnxRuntime(file, images, shape);
    float[] answers = end.of(logits(imported, images), imported.state().network().output().size());
    assertEquals(expected.length, answers.length);
    float largest = 0;
    for (float answer : expected) {
      largest = Math.max(largest, Math.abs(answer));
    }
    for (int i = 0; i < answers.length; i++) {
      String where = "seed %d, answer %d".formatted(seed, i);
      assertEquals(expected[i], answers[i], TOLERANCE * largest, where);
    }
  }

  /** What a file's graph does with its logits, which is dropped when it is imported. */
  private enum End {
    LOGITS,
    SOFTMAX,
    LOG_SOFTMAX;

    float[] of(float[] logits, int classes) {
      float[] answers = logits.clone();
      for (int from = 0; this != LOGITS && from < logits.length; from += classes) {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
          sum += Math.exp(logits[from + c]);
        }
        for (int c = 0; c < classes; c++) {
          double log = logits[from + c] - Math.log(sum);
          answers[from + c] = (float) (this == SOFTMAX ? Math.exp(log) : log);
        }
      }
      return answers;
    }
  }

  private static float[] logits(ImportedNetwork imported, float[] images) {
    ParameterLayout layout = new ParameterLayout(imported.state().network(), false);
    float[] trained = new float[layout.trainedSize()];
    float[] statistics = new float[layout.statisticsSize()];
    layout.pack(imported.state(), trained, statistics);
    double[] scale = imported.inputScale();
    double[] offset = imported.inputOffset();
    int area = imported.state().network().input().area();
    float[] inputs = new float[images.length];
    for (int i = 0; i < images.length; i++) {
      int channel = i / area % scale.length;
      inputs[i] = (float) (scale[channel] * images[i] + offset[channel]);
    }
    try (TorchNetwork network = new TorchNetwork(layout, IMAGES)) {
      network.setTrained(trained);
      network.setStatistics(statistics);
      return network.logits(inputs, IMAGES);
    }
  }

  /** The logits of the images, one at a time: some files take no more. */
  private static float[] onnxRuntime(Path file, float[] images, Shape shape)
      throws OrtException, IOException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    float[] all = null;
    try (OrtSession session = environment.createSession(file.toString())) {
      for (int image = 0; image < IMAGES; image++) {
        FloatBuffer pixels = FloatBuffer.wrap(images, image * shape.size(), shape.size()).slice();
        long[] dims = {1, shape.channels(), shape.height(), shape.width()};
        String input = session.getInputNames().iterator().next();
        try (OnnxTensor x = OnnxTensor.createTensor(environment, pixels, dims);
            OrtSession.Result result = session.run(Map.of(input, x))) {
          float[] row = ((float[][]) result.get(0).getValue())[0];
          all = all == null ? new float[IMAGES * row.length] : all;
          System.arraycopy(row, 0, all, image * row.length, row.length);
        }
      }
    }
    assertTrue(all != null, "no image was run");
    return all;
  }
}
