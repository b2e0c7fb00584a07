package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dyadic.train.method.SgmSettings.Clip;
import org.dyadic.train.method.SgmSettings.Update;
import org.junit.jupiter.api.Test;

/** What SGM can do beside the paper. */
class SgmVariantsTest {
  /** 100 steps: with blend=0.5 the 25th sees the middle of latent and rounded, the 50th rounded. */
  @Test
  void aBlendGoesOverFromLatentToRoundedWeights() {
    List<WeightLayer> slots = Setups.layers(2, 4);
    float[] w = {9, 0.2f, 0.6f, -0.4f, -0.9f};
    float[] rounded = {9, 0, 1, 0, -1};
    MethodState state = new MethodState();
    state.numbers("exponent/" + slots.getFirst().name(), 1)[0] = 0;
    Map<String, String> options = Map.of("blend", "0.5");
    Sgm sgm = new Sgm(Setups.setup(new Sgm.Provider(), slots, options, 1, 100, state));
    assertTrue(sgm.transforms());
    for (int number : new int[] {0, 24, 49, 99}) {
      float[] seen = w.clone();
      sgm.forward(w, seen, new Step(0, number, Setups.RATE, 1));
      double share = Math.min(1, (number + 1) / 50.0);
      for (int i = 0; i < w.length; i++) {
        assertEquals(w[i] + share * (rounded[i] - w[i]), seen[i], 1e-6, "step " + number);
      }
    }
    assertFalse(SgmTest.sgm(Update.EXPLICIT, Clip.MODE, 8, slots, 0).transforms());
  }

  /** Latent weights that doubled have twice the step: chosen again only when it is learned. */
  @Test
  void learnedStepSizesFollowTheLatentWeights() {
    List<WeightLayer> slots = Setups.layers(2, 100);
    WeightLayer layer = slots.getFirst();
    Random random = new Random(6);
    float[] w = new float[layer.end()];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) random.nextGaussian();
    }
    for (String choice : List.of("frozen", "learned")) {
      MethodState state = new MethodState();
      Sgm sgm =
          new Sgm(Setups.setup(new Sgm.Provider(), slots, Map.of("step", choice), 3, 100, state));
      sgm.start(w);
      float[] doubled = w.clone();
      for (int i = 0; i < w.length; i++) {
        doubled[i] *= 2;
      }
      double before = sgm.quantize(layer, w).step();
      sgm.beginEpoch(doubled, 0);
      assertEquals(before, sgm.quantize(layer, doubled).step(), "chosen just before");
      sgm.beginEpoch(doubled, 1);
      double factor = choice.equals("learned") ? 2 : 1;
      assertEquals(factor * before, sgm.quantize(layer, doubled).step());
    }
  }
}
