package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dyadic.train.Presets;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingConfigBuilder;
import org.junit.jupiter.api.Test;

class SgmPlusTest {
  private static final Map<String, String> WRITTEN_OUT =
      Map.of("blend", "0.25", "lambda", "1", "lambda-end", "1000");

  @Test
  void itIsSgmWithItsOptionsWrittenOut() {
    float[] plus = run(new SgmPlus(), Map.of());
    assertArrayEquals(run(new Sgm.Provider(), WRITTEN_OUT), plus);
    float[] later = run(new SgmPlus(), Map.of("blend", "0.9"));
    assertFalse(Arrays.equals(plus, later), "an option of one's own wins");
  }

  /** What the task sees and what it is given back, over all steps of a short phase. */
  private static float[] run(MethodProvider provider, Map<String, String> options) {
    List<WeightLayer> layers = Setups.layers(2, 40);
    float[] w = new float[layers.getFirst().end()];
    Random random = new Random(4);
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) random.nextGaussian();
    }
    Method method =
        provider.create(Setups.setup(provider, layers, options, 4, 10, new MethodState()));
    method.start(w);
    float[] all = new float[40 * 2 * w.length];
    for (int number = 0; number < 40; number++) {
      Step step = new Step(number / 10, number, Setups.RATE, 1);
      float[] seen = w.clone();
      method.forward(w, seen, step);
      float[] gradient = new float[w.length];
      method.backward(w, gradient, step);
      System.arraycopy(seen, 0, all, 2 * number * w.length, w.length);
      System.arraycopy(gradient, 0, all, (2 * number + 1) * w.length, w.length);
    }
    return all;
  }

  @Test
  void itsLearningRateIsADefaultOnly() {
    TrainingConfigBuilder builder = Presets.of("digits");
    TrainingConfig plus = builder.floatEpochs(1).epochs(1).method("sgm+").build();
    assertEquals(0.03, plus.methodPhase().learningRate());
    assertEquals(0, plus.methodPhase().weightDecay());
    assertEquals(0.01, builder.method("sgm").build().methodPhase().learningRate());
    builder.learningRate(0.005);
    assertEquals(0.005, builder.method("sgm+").build().methodPhase().learningRate());
  }

  @Test
  void aDefaultThatIsNotAllowedIsRefused() {
    MethodOption blend = new SgmPlus().options().getLast();
    assertEquals("blend", blend.name());
    assertThrows(IllegalArgumentException.class, () -> blend.withDefault("1.5"));
  }
}
