package org.dyadic.train.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.dyadic.model.Network;
import org.dyadic.model.Notation;
import org.dyadic.model.Parameter;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.Recurrent;
import org.dyadic.model.Shape;
import org.dyadic.model.State;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrentForwardTest {
  private static final int IMAGES = 3;
  private static final int CLASSES = 3;
  private static final double TOLERANCE = 1e-5;
  private static final double STEP = 1e-2;
  private static final double GRADIENT_TOLERANCE = 2e-4;

  @BeforeAll
  static void oneThread() {
    Torch.setThreads(1);
  }

  private static State state(Network network, long seed) {
    Random random = new Random(seed);
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      float[] array = new float[parameter.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = (float) random.nextGaussian() * 0.5f;
      }
      values.put(parameter.name(), array);
    }
    return new State(network, values);
  }

  /** Planar images, one after another. */
  private static float[] images(Shape shape, long seed) {
    Random random = new Random(seed);
    float[] pixels = new float[IMAGES * shape.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return pixels;
  }

  private static float[] channelsLast(Shape shape, float[] planar) {
    float[] pixels = new float[planar.length];
    for (int i = 0; i < pixels.length; i++) {
      int image = i / shape.size();
      int channel = i % shape.size() / shape.area();
      int place = i % shape.area();
      pixels[image * shape.size() + place * shape.channels() + channel] = planar[i];
    }
    return pixels;
  }

  private static float[] image(Shape shape, float[] planar, int index) {
    float[] pixels = new float[shape.size()];
    System.arraycopy(planar, index * shape.size(), pixels, 0, pixels.length);
    return pixels;
  }

  private static TorchNetwork load(ParameterLayout layout, State state) {
    TorchNetwork torch = new TorchNetwork(layout, IMAGES);
    float[] w = new float[layout.trainedSize()];
    layout.pack(state, w, new float[0]);
    torch.setTrained(w);
    return torch;
  }

  @ParameterizedTest
  @CsvSource({
    "LSTM5-3,1,6,4,false",
    "LSTM5-3,3,4,2,true",
    "LSTM4-3,2,1,7,false",
    "LSTM4-3,2,1,7,true",
    "GRU5-3,1,6,4,true",
    "GRU5-3,3,4,2,true",
    "GRU4-3,3,4,2,false",
    "GRU4-3,2,1,7,true"
  })
  void theForwardPassIsThatOfTheFormulas(
      String notation, int channels, int height, int width, boolean channelsLast) {
    Shape shape = new Shape(channels, height, width);
    Network network = Notation.parse(notation, shape);
    Recurrent cell = (Recurrent) network.layers().getFirst();
    State state = state(network, 5);
    float[] planar = images(shape, 6);
    float[] pixels = channelsLast ? channelsLast(shape, planar) : planar;
    try (TorchNetwork torch = load(new ParameterLayout(network, channelsLast), state)) {
      float[] logits = torch.logits(pixels, IMAGES);
      for (int i = 0; i < logits.length; i++) {
        float[] image = image(shape, planar, i / CLASSES);
        double[] h = PlainCells.run(state, cell, shape, image).hidden.getLast();
        double expected = state.get("fc1.bias")[i % CLASSES];
        for (int u = 0; u < h.length; u++) {
          expected += state.get("fc1.weight")[i % CLASSES * h.length + u] * h[u];
        }
        assertEquals(expected, logits[i], TOLERANCE, notation + " logit " + i);
      }
    }
  }

  @Test
  void cellStatesOfAllStepsAreShown() {
    Shape shape = new Shape(1, 6, 4);
    Network network = Notation.parse("LSTM5-3", shape);
    State state = state(network, 7);
    float[] planar = images(shape, 8);
    Map<String, float[]> seen = new LinkedHashMap<>();
    try (TorchNetwork torch = load(new ParameterLayout(network, false), state)) {
      torch.observe(planar, IMAGES, false, Set.of("lstm1.cell", "lstm1"), seen::put);
    }
    assertEquals(List.of("lstm1.cell", "lstm1"), List.copyOf(seen.keySet()));
    float[] cells = seen.get("lstm1.cell");
    assertEquals(6 * IMAGES * 5, cells.length);
    for (int image = 0; image < IMAGES; image++) {
      PlainCells plain =
          PlainCells.run(state, new Recurrent.Lstm(5), shape, image(shape, planar, image));
      for (int step = 0; step < 6; step++) {
        for (int u = 0; u < 5; u++) {
          float actual = cells[(step * IMAGES + image) * 5 + u];
          assertEquals(plain.cells.get(step + 1)[u], actual, TOLERANCE);
        }
      }
      for (int u = 0; u < 5; u++) {
        assertEquals(
            plain.hidden.getLast()[u], seen.get("lstm1")[image * 5 + u], TOLERANCE, "unit " + u);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LSTM3-3", "GRU3-3"})
  void gradientsAreFiniteDifferences(String notation) {
    Shape shape = new Shape(1, 4, 2);
    Network network = Notation.parse(notation, shape);
    ParameterLayout layout = new ParameterLayout(network, true);
    State state = state(network, 9);
    float[] pixels = images(shape, 10);
    long[] labels = {0, 2, 1};
    float[] w = new float[layout.trainedSize()];
    layout.pack(state, w, new float[0]);
    float[] gradient = new float[w.length];
    float[] unused = new float[w.length];
    double largest = 0;
    try (TorchNetwork torch = load(layout, state)) {
      torch.gradient(pixels, labels, IMAGES, gradient);
      for (int i = 0; i < w.length; i++) {
        float[] moved = w.clone();
        moved[i] = (float) (w[i] + STEP);
        torch.setTrained(moved);
        double up = torch.gradient(pixels, labels, IMAGES, unused);
        moved[i] = (float) (w[i] - STEP);
        torch.setTrained(moved);
        double down = torch.gradient(pixels, labels, IMAGES, unused);
        double slope = (up - down) / (2 * STEP);
        assertEquals(slope, gradient[i], GRADIENT_TOLERANCE, notation + " parameter " + i);
        largest = Math.max(largest, Math.abs(slope));
      }
    }
    assertTrue(largest > 0.1, "the largest slope is " + largest);
  }

  @ParameterizedTest
  @CsvSource({"LSTM8-3,false", "GRU8-3,false", "LSTM8-3,true"})
  void aStepLeavesNoNativeMemory(String notation, boolean bfloat16) {
    Shape shape = new Shape(1, 9, 6);
    ParameterLayout layout = new ParameterLayout(Notation.parse(notation, shape), true);
    try (TorchNetwork torch = new TorchNetwork(layout, IMAGES, bfloat16, TorchDevice.CPU)) {
      float[] pixels = images(shape, 1);
      float[] gradient = new float[layout.trainedSize()];
      long before = 0;
      for (int step = 0; step < 60; step++) {
        before = step == 20 ? Pointer.totalBytes() : before;
        torch.gradient(pixels, new long[] {0, 1, 2}, IMAGES, gradient);
        torch.observe(pixels, IMAGES, false, Set.of("lstm1.cell"), (name, x) -> {});
      }
      long more = Pointer.totalBytes() - before;
      assertTrue(more <= 0, more + " bytes more are tracked");
    }
  }
}
