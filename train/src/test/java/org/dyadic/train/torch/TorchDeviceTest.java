package org.dyadic.train.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.bytedeco.pytorch.global.torch;
import org.dyadic.model.Network;
import org.dyadic.model.Networks;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.model.Shape;
import org.dyadic.quant.Grid;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices by name; and, on a machine with a GPU and in a build with CUDA, its passes. */
class TorchDeviceTest {
  private static final int IMAGES = 6;
  private static final int CLASSES = 10;

  /** Of an array's largest value: sums in another order, in float32. */
  private static final double FLOAT32 = 2e-4;

  /**
   * For gradients: cuDNN may transform what it convolves. Measured on an H200: 0.0016 for LeNet-5's
   * 5x5 kernels in planar order, below 2e-4 for all others here.
   */
  private static final double FLOAT32_GRADIENT = 5e-3;

  /** The same in bfloat16, whose numbers have 8 bits, through all layers. */
  private static final double BFLOAT16 = 0.2;

  @ParameterizedTest
  @ValueSource(strings = {"", "gpu", "CPU", "cuda:", "cuda:-1", "cuda:1000", "cpu:0"})
  void namesAreChecked(String name) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> new TorchDevice(name));
    assertEquals("--device %s must be cpu, cuda or cuda:N".formatted(name), e.getMessage());
  }

  @Test
  void aDeviceThatIsNotThereIsSaidSo() {
    Torch.initialize();
    TorchDevice last = new TorchDevice("cuda:99");
    Exception e = assertThrows(IllegalArgumentException.class, last::open);
    assertTrue(e.getMessage().startsWith("--device cuda:99: "), e.getMessage());
    assertTrue(
        e.getMessage().contains(torch.hasCUDA() ? "numbered 0 .. " : "CUDA"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "lenet5,true",
    "lenet5,false",
    "resnet20,true",
    "resnet20,false",
    "dscnn@0.25,true",
    "8C3n-MP3s2p1-2xD(BR-4C3n)-BR-AP2-GAP-10,true",
    "LSTM16-10,true",
    "GRU16-10,true"
  })
  void aGpuComputesWhatTheProcessorDoes(String name, boolean channelsLast) {
    requireGpu();
    Network network = network(name);
    ParameterLayout layout = new ParameterLayout(network, channelsLast);
    Map<String, float[]> expected = passes(layout, false, TorchDevice.CPU);
    assertNear(expected, passes(layout, false, new TorchDevice("cuda")), FLOAT32, FLOAT32_GRADIENT);
    assertNear(expected, passes(layout, true, new TorchDevice("cuda:0")), BFLOAT16, BFLOAT16);
  }

  private static Network network(String name) {
    return Networks.create(name, new Shape(name.contains("RU") ? 1 : 3, 32, 32), CLASSES);
  }

  private static void requireGpu() {
    Torch.initialize();
    Assumptions.assumeTrue(torch.hasCUDA(), "no GPU, or a build without CUDA");
  }

  /** Everything that a network gives, by what it is. */
  private static Map<String, float[]> passes(
      ParameterLayout layout, boolean bfloat16, TorchDevice device) {
    Random random = new Random(3);
    int size = layout.network().input().size();
    float[] images = normal(random, IMAGES * size);
    long[] labels = random.longs(IMAGES, 0, CLASSES).toArray();
    float[] targets = new float[IMAGES * CLASSES];
    for (int i = 0; i < IMAGES; i++) {
      targets[i * CLASSES + i] = 0.75f;
      targets[i * CLASSES + i + 1] = 0.25f;
    }
    float[] w = new float[layout.trainedSize()];
    layout.trained().forEach(slot -> initialize(slot, w, random));
    float[] statistics = new float[layout.statisticsSize()];
    Arrays.fill(statistics, 0.5f);
    Map<String, float[]> results = new LinkedHashMap<>();
    try (TorchNetwork torch = new TorchNetwork(layout, IMAGES, bfloat16, device)) {
      torch.setTrained(w);
      torch.setStatistics(statistics);
      float[] gradient = new float[w.length];
      double loss = torch.gradient(images, labels, IMAGES, gradient);
      results.put("loss", new float[] {(float) loss});
      results.put("gradient", gradient.clone());
      loss = torch.softGradient(images, targets, IMAGES, gradient);
      results.put("loss of probabilities", new float[] {(float) loss});
      results.put("gradient of probabilities", gradient.clone());
      torch.reestimate(images, IMAGES, 0);
      torch.getStatistics(statistics);
      results.put("statistics", statistics.clone());
      results.put("logits of four images", torch.logits(images, 4));
      String last = layout.network().nodes().getLast().name();
      torch.observe(images, IMAGES, false, Set.of(last), results::put);
      torch.roundActivations(Map.of(last, new Grid(-100, 100, 4, 1)), 0.5);
      torch.gradient(images, labels, IMAGES, gradient);
      results.put("gradient with a prior on activations", gradient.clone());
    }
    return results;
  }

  /** Weights that keep the size of what they see; biases, and factors of batch norms, near 1. */
  private static void initialize(Slot slot, float[] w, Random random) {
    List<Integer> dims = slot.parameter().dims();
    int fanIn = slot.size() / dims.getFirst();
    for (int i = slot.offset(); i < slot.end(); i++) {
      double normal = random.nextGaussian();
      w[i] = (float) (dims.size() == 1 ? 1 + 0.1 * normal : normal / Math.sqrt(fanIn));
    }
  }

  private static float[] normal(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static void assertNear(
      Map<String, float[]> expected,
      Map<String, float[]> actual,
      double tolerance,
      double gradientTolerance) {
    List<String> far = new ArrayList<>();
    expected.forEach(
        (name, values) -> {
          float[] others = actual.get(name);
          double largest = 0;
          double distance = 0;
          for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
            distance = Math.max(distance, Math.abs(values[i] - others[i]));
          }
          double share = name.startsWith("gradient") ? gradientTolerance : tolerance;
          if (values.length != others.length || !(distance <= share * largest)) {
            far.add("%s: %s away, where the largest is %s".formatted(name, distance, largest));
          }
        });
    assertEquals(List.of(), far);
  }
}
