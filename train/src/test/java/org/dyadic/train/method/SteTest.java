package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dyadic.quant.FixedPoint;
import org.junit.jupiter.api.Test;

class SteTest {
  private static final Ste.Provider PROVIDER = new Ste.Provider();
  private static final Step STEP = Setups.step(Setups.RATE);

  /** The best power of two on the float weights stays, also when they have moved. */
  @Test
  void theForwardPassSeesTheNearestModes() {
    for (int bits : PROVIDER.bits()) {
      List<WeightLayer> layers = MethodChecks.twoLayers(bits);
      float[] w = MethodChecks.normal(layers, 0.2, new Random(bits));
      Ste ste = new Ste(Setups.setup(PROVIDER, layers, Map.of()));
      ste.start(w);
      float[] moved = MethodChecks.normal(layers, 0.4, new Random(bits + 1));
      float[] expected = moved.clone();
      for (WeightLayer layer : layers) {
        for (int b = 0; b < layer.blocks(); b++) {
          int f = FixedPoint.bestExponent(w, layer.from(b), layer.blockSize(), bits);
          for (int i = layer.from(b); i < layer.to(b); i++) {
            expected[i] = FixedPoint.code(moved[i], f, FixedPoint.top(bits)) * FixedPoint.step(f);
          }
        }
      }
      assertArrayEquals(expected, MethodChecks.seen(ste, moved, STEP));
      assertArrayEquals(expected, MethodChecks.quantized(ste, layers, moved));
    }
  }

  private static float[] gradient(String outside) {
    List<WeightLayer> one = Setups.layers(2, 6); // exponent 0: modes -1, 0, 1
    Ste ste = new Ste(Setups.setup(PROVIDER, one, Map.of("outside", outside)));
    float[] gradient = {7, 1, 2, 3, 4, 5, 6};
    ste.backward(new float[] {9, 0.2f, -1, 1.5f, -1.5f, 1.51f, -9}, gradient, STEP);
    return gradient;
  }

  @Test
  void gradientsPassOrStopWhereRoundingIsClipped() {
    assertArrayEquals(new float[] {7, 1, 2, 3, 4, 5, 6}, gradient("pass"));
    assertArrayEquals(new float[] {7, 1, 2, 3, 4, 0, 0}, gradient("zero"));
  }

  @Test
  void extremesAndResume() {
    for (String outside : List.of("pass", "zero")) {
      MethodChecks.assertHoldsExtremes(PROVIDER, Map.of("outside", outside));
      MethodChecks.assertResumes(PROVIDER, Map.of("outside", outside));
    }
  }
}
