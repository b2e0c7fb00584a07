package org.dyadic.train.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.dyadic.train.method.SgmSettings.Clip;
import org.dyadic.train.method.SgmSettings.Divisor;
import org.dyadic.train.method.SgmSettings.StepChoice;
import org.dyadic.train.method.SgmSettings.Update;
import org.dyadic.train.optimizer.NesterovSgd;
import org.dyadic.train.optimizer.RateSchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SgmScheduleTest {
  private static final double MOMENTUM = 0.9;
  private static final double EXACT = 1e-12;

  /** The weights of VGG-7's layers. */
  private static final List<Integer> VGG7 =
      List.of(3_456, 147_456, 294_912, 589_824, 1_179_648, 2_359_296, 8_388_608, 10_240);

  private static SgmSchedule schedule(
      Update update, Double end, int epochs, long steps, RateSchedule rate, List<Integer> sizes) {
    SgmSettings settings =
        new SgmSettings(update, Clip.MODE, Divisor.SIZE, 10, end, StepChoice.FROZEN, 0);
    return new SgmSchedule(settings, epochs, steps, rate, MOMENTUM, Collections.max(sizes));
  }

  private static RateSchedule constant(double rate) {
    return RateSchedule.linear(rate, rate, 1);
  }

  @Test
  void lambdaGrowsExponentiallyFromStartToEnd() {
    SgmSchedule schedule =
        schedule(Update.EXPLICIT, 10 * Math.exp(6), 4, 1, constant(0.01), List.of(1));
    for (int epoch = 0; epoch < 4; epoch++) {
      double expected = 10 * Math.exp(2.0 * epoch);
      assertEquals(expected, schedule.lambda(epoch), EXACT * expected);
    }
    assertEquals(10 * Math.exp(6), schedule.lambdaEnd());
  }

  @Test
  void aSingleEpochHasTheLastLambda() {
    assertEquals(77, schedule(Update.EXPLICIT, 77.0, 1, 9, constant(0.01), List.of(1)).lambda(0));
  }

  @Test
  void oneStepContractsByTwiceRateTimesLambdaOverSize() {
    for (Update update : Update.values()) {
      SgmSchedule schedule = schedule(update, 20.0, 2, 3, constant(0.5), List.of(100));
      assertEquals(0.2, schedule.stepContraction(20, 0.5, 100), EXACT);
    }
  }

  @Test
  void onlyTheExplicitPullHasALimit() {
    SgmSchedule explicit = schedule(Update.EXPLICIT, 20.0, 2, 3, constant(0.5), List.of(4));
    SgmSchedule proximal = schedule(Update.PROXIMAL, 20.0, 2, 3, constant(0.5), List.of(4));
    assertEquals(SgmSchedule.EXPLICIT_LIMIT, explicit.stepContraction(20, 0.5, 4));
    assertEquals(5, proximal.stepContraction(20, 0.5, 4), EXACT);
  }

  @Test
  void contractionsAddUpOverTheRun() {
    // Two epochs of three steps, lambda 10 and 20, rate 0.5: c = 0.1 and 0.2 on 100 weights.
    SgmSchedule explicit = schedule(Update.EXPLICIT, 20.0, 2, 3, constant(0.5), List.of(100));
    double first = -0.5 * Math.log(MOMENTUM * 0.9);
    double second = -0.5 * Math.log(MOMENTUM * 0.8);
    assertEquals(3 * (first + second), explicit.contraction(100), EXACT * 10);
    SgmSchedule proximal = schedule(Update.PROXIMAL, 20.0, 2, 3, constant(0.5), List.of(100));
    assertEquals(3 * (Math.log(1.1) + Math.log(1.2)), proximal.contraction(100), EXACT * 10);
    // On 5 weights c = 2 and 4: the explicit pull is cut to 1 in both epochs.
    assertEquals(6 * Math.log(10), explicit.contraction(5), 1e-10);
    assertEquals(3 * (Math.log(3) + Math.log(5)), proximal.contraction(5), 1e-10);
  }

  @Test
  void anEpochsRateIsThatOfItsMiddle() {
    RateSchedule rate = RateSchedule.linear(0.7, 0.1, 7);
    SgmSchedule schedule = schedule(Update.EXPLICIT, 10.0, 1, 7, rate, List.of(100));
    assertEquals(-3.5 * Math.log(MOMENTUM * 0.92), schedule.contraction(100), 1e-10);
  }

  /** How far real steps of the optimizer or of the proximal step contract; oscillation left out. */
  private static double simulate(Update update, double c, int steps) {
    float[] w = {1e-3f};
    float[] v = {0};
    double last = 0;
    NesterovSgd optimizer = new NesterovSgd(MOMENTUM);
    for (int i = 0; i < steps; i++) {
      if (update == Update.EXPLICIT) {
        optimizer.step(w, new float[] {(float) (c * w[0])}, new float[][] {v}, 0, 1, i, 1, 0);
      } else {
        w[0] = (float) (w[0] / (1 + c));
      }
      last = Math.max(i < steps - 10 ? 0 : last, Math.abs(w[0]));
    }
    return Math.log(1e-3 / last);
  }

  @ParameterizedTest
  @EnumSource(Update.class)
  void theContractionIsThatOfRealSteps(Update update) {
    int size = 10_000;
    for (double c : new double[] {1e-5, 1e-4, 5e-4, 2e-3, 0.01, 0.1, 0.3}) {
      int steps = c < 1e-3 ? 5000 : 200;
      double lambda = c * size / 2;
      SgmSchedule schedule = schedule(update, lambda, 1, steps, constant(1), List.of(size));
      double distance = simulate(update, c, steps);
      assertEquals(distance, schedule.contraction(size), 0.06 * distance + 1.5, "c = " + c);
    }
  }

  @Test
  void aRunTooShortForMomentumIsKnownToBe() {
    // With c / (1 - momentum) a step, 150 steps of c = 0.0067 would be K = 10; they are 8.3.
    SgmSchedule schedule =
        schedule(Update.EXPLICIT, 0.0067 * 5000, 1, 150, constant(1), List.of(10_000));
    assertEquals(simulate(Update.EXPLICIT, 0.0067, 150), schedule.contraction(10_000), 1.5);
    assertTrue(schedule.contraction(10_000) < 9);
  }

  @ParameterizedTest
  @EnumSource(Update.class)
  void theLargestLayerReachesItsModesInFewEpochs(Update update) {
    SgmSchedule schedule =
        schedule(update, null, 8, 390, RateSchedule.linear(0.01, 0.001, 8 * 390), VGG7);
    double reached = schedule.contraction(8_388_608);
    assertEquals(SgmSchedule.TARGET_CONTRACTION, reached, 1e-6);
    assertTrue(schedule.lambdaEnd() > 10 * Math.exp(SgmSchedule.LOG_GROWTH));
    for (int size : VGG7) {
      assertTrue(schedule.contraction(size) >= reached, size + " weights");
      double c = schedule.stepContraction(schedule.lambdaEnd(), 0.001, size);
      assertTrue(update == Update.PROXIMAL || c <= SgmSchedule.EXPLICIT_LIMIT, "c = " + c);
    }
  }

  @ParameterizedTest
  @EnumSource(Update.class)
  void lambdaNeverGrowsLess(Update update) {
    SgmSchedule schedule =
        schedule(
            update, null, 100, 781, RateSchedule.linear(0.01, 0.001, 78_100), List.of(800, 5_120));
    assertEquals(10 * Math.exp(SgmSchedule.LOG_GROWTH), schedule.lambdaEnd());
    assertTrue(schedule.contraction(5_120) > SgmSchedule.TARGET_CONTRACTION);
  }

  @ParameterizedTest
  @EnumSource(Update.class)
  void oneStepIsEnoughToAdapt(Update update) {
    SgmSchedule schedule = schedule(update, null, 1, 1, constant(1e-4), List.of(Integer.MAX_VALUE));
    double reached = schedule.contraction(Integer.MAX_VALUE);
    double most = update == Update.EXPLICIT ? Math.log(10) : SgmSchedule.TARGET_CONTRACTION;
    assertEquals(most, reached, 1e-6);
    assertTrue(Double.isFinite(schedule.lambdaEnd()));
  }

  @Test
  void aGivenEndIsKept() {
    assertEquals(12, schedule(Update.EXPLICIT, 12.0, 8, 390, constant(0.01), VGG7).lambdaEnd());
  }

  @Test
  void settingsHaveTheirRanges() {
    for (String option : List.of("lambda", "lambda-end")) {
      for (String bad : List.of("0", "-1", "NaN", "Infinity", "much")) {
        Exception wrong =
            assertThrows(
                IllegalArgumentException.class,
                () -> MethodOptions.of(new Sgm.Provider(), Map.of(option, bad)));
        assertTrue(
            wrong.getMessage().contains("--set %s=%s".formatted(option, bad)), wrong.getMessage());
      }
    }
  }
}
