package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.dyadic.data.Augmentation;
import org.dyadic.data.BatchStream;
import org.dyadic.model.Network;
import org.dyadic.model.Networks;
import org.dyadic.model.Parameter;
import org.dyadic.model.State;
import org.junit.jupiter.api.Test;

/** Batch norms without statistics get those of the images, and the answers stay. */
class UnfoldedNormsTest {
  private static final int IMAGES = 50;

  /** Float sums of another order, and statistics rounded to float. */
  private static final double TOLERANCE = 2e-4;

  private static State folded(Network network) {
    State state = Initializer.initialize(network, 5);
    int layer = 0;
    for (Parameter parameter : network.parameters()) {
      float[] values = state.get(parameter.name());
      for (int i = 0; i < values.length; i++) {
        switch (parameter.role()) {
          case GAMMA -> values[i] = (float) ((layer % 2 == 0 ? 1 : -1.5) * Math.sqrt(1 + 1e-5));
          case BETA -> values[i] = 0.1f * (i % 7 - 3);
          case WEIGHT, BIAS, RUNNING_MEAN, RUNNING_VAR -> {}
        }
      }
      layer++;
    }
    return state;
  }

  @Test
  void statisticsComeAndAnswersStay() {
    TrainingConfig config =
        SmallRun.config().model("4C3-MP2-R(8C3s2-8C3)-D(4C3n-BN)-BR-GAP-12FC-10").build();
    Network network = Networks.create(config.model(), SmallRun.DIGITS.preprocessing().shape(), 10);
    try (Session session = new Session(config, network, SmallRun.DIGITS, null)) {
      TrainingState state = new TrainingState(session.layout(), config.moments());
      session.layout().pack(folded(network), state.trained, state.statistics);
      session.setState(state);
      float[] before = logits(session);
      assertEquals(6, new UnfoldedNorms(session).settle());
      float[] after = logits(session);
      double largest = 0;
      for (float logit : before) {
        largest = Math.max(largest, Math.abs(logit));
      }
      for (int i = 0; i < before.length; i++) {
        assertEquals(before[i], after[i], TOLERANCE * largest, "logit " + i);
      }
      statisticsAreThoseOfTheImages(session);
      assertEquals(0, new UnfoldedNorms(session).settle(), "all have statistics now");
    }
  }

  /** What batches estimate, layer by layer, is what is there already. */
  private static void statisticsAreThoseOfTheImages(Session session) {
    float[] settled = session.state().statistics.clone();
    session.evaluator().reestimate(session.train(), Augmentation.NONE, session.config().seed());
    float[] estimated = new float[settled.length];
    session.network().getStatistics(estimated);
    for (int i = 0; i < settled.length; i++) {
      assertEquals(
          settled[i], estimated[i], 0.05 * (0.02 + Math.abs(settled[i])), "statistic " + i);
    }
    assertTrue(!Arrays.equals(settled, estimated), "batches are not the whole set");
  }

  private static float[] logits(Session session) {
    try (BatchStream stream =
        BatchStream.sequential(
            SmallRun.DIGITS.test(),
            SmallRun.DIGITS.preprocessing().table(),
            IMAGES,
            session.config().channelsLast())) {
      BatchStream.Batch batch = stream.next();
      return session.network().logits(batch.pixels(), batch.size());
    }
  }
}
