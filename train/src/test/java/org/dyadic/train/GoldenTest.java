package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dyadic.model.Network;
import org.dyadic.model.Networks;
import org.dyadic.model.Parameter;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.model.Shape;
import org.dyadic.model.State;
import org.dyadic.quant.FixedPoint;
import org.dyadic.train.method.Method;
import org.dyadic.train.method.MethodOptions;
import org.dyadic.train.method.MethodProvider;
import org.dyadic.train.method.MethodSetup;
import org.dyadic.train.method.MethodState;
import org.dyadic.train.method.Sgm;
import org.dyadic.train.method.Step;
import org.dyadic.train.method.WeightLayer;
import org.dyadic.train.optimizer.NesterovSgd;
import org.dyadic.train.optimizer.RateSchedule;
import org.dyadic.train.torch.Torch;
import org.dyadic.train.torch.TorchNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forward, backward and SGM steps against PyTorch's numbers, in both memory formats. */
class GoldenTest {
  private static final int STEPS = 10;
  private static final double RATE = 0.01;
  private static final double MOMENTUM = 0.9;
  private static final double LAMBDA_START = 10;
  private static final double LAMBDA_GROWTH = 0.9;
  private static final int BITS = 2;

  @BeforeAll
  static void oneThread() {
    Torch.setThreads(1);
  }

  private static Network network(String name) {
    return name.equals("lenet5")
        ? Networks.create("lenet5", new Shape(1, 28, 28), 10)
        : Networks.create("8C3-R(16C3s2-16C3)-GAP-10", new Shape(3, 8, 8), 10);
  }

  @ParameterizedTest
  @CsvSource({"lenet5,false", "lenet5,true", "residual,false", "residual,true"})
  void oneBatchIsPyTorchs(String name, boolean channelsLast) throws IOException {
    Golden golden = Golden.load(name);
    ParameterLayout layout = new ParameterLayout(network(name), channelsLast);
    float[] w = new float[layout.trainedSize()];
    float[] statistics = new float[layout.statisticsSize()];
    layout.pack(golden.state(layout.network()), w, statistics);
    try (TorchNetwork torch = new TorchNetwork(layout, golden.batchSize())) {
      torch.setTrained(w);
      torch.setStatistics(statistics);
      assertLogits(golden.at("/one_batch/eval_logits"), torch, golden.evaluationImages(layout));

      float[] gradient = new float[layout.trainedSize()];
      long[] labels = golden.labels(0);
      assertLabels(golden.at("/one_batch/labels"), labels);
      double loss =
          torch.gradient(golden.trainingImages(layout, 0), labels, labels.length, gradient);
      torch.getStatistics(statistics);

      Golden.assertNumber(golden.at("/one_batch/loss"), loss, "loss");
      State after = layout.unpack(gradient, statistics);
      for (Parameter parameter : layout.network().parameters()) {
        String theirs = golden.names(layout.network()).get(parameter.name());
        String kind = parameter.role().trained() ? "gradients" : "running";
        Golden.assertSummary(
            golden.at("/one_batch/" + kind).get(theirs), after.get(parameter.name()), theirs);
      }
    }
  }

  private static void assertLogits(JsonNode expected, TorchNetwork torch, float[] images) {
    float[] logits = torch.logits(images, expected.size());
    for (int i = 0; i < logits.length; i++) {
      double value = expected.get(i / 10).get(i % 10).asDouble();
      assertEquals(value, logits[i], Golden.TOLERANCE * Math.max(1, Math.abs(value)), "logit " + i);
    }
  }

  private static void assertLabels(JsonNode expected, long[] labels) {
    assertEquals(expected.size(), labels.length);
    for (int i = 0; i < labels.length; i++) {
      assertEquals(expected.get(i).asLong(), labels[i], "label " + i);
    }
  }

  @ParameterizedTest
  @CsvSource({"explicit,false", "explicit,true", "proximal,false", "proximal,true"})
  void tenSgmStepsArePyTorchs(String update, boolean channelsLast) throws IOException {
    Golden golden = Golden.load("lenet5");
    ParameterLayout layout = new ParameterLayout(network("lenet5"), channelsLast);
    JsonNode expected = golden.at("/" + update);
    float[] w = new float[layout.trainedSize()];
    float[] statistics = new float[layout.statisticsSize()];
    layout.pack(golden.state(layout.network()), w, statistics);
    Method sgm = sgm(update, layout);
    sgm.start(w);
    Map<String, Integer> exponents = exponents(sgm, layout, w);
    assertEquals(Json.MAPPER.valueToTree(exponents), expected.get("exponents"));
    try (TorchNetwork torch = new TorchNetwork(layout, golden.batchSize())) {
      torch.setTrained(w);
      torch.setStatistics(statistics);
      steps(golden, expected.get("steps"), layout, torch, sgm, w, exponents);
      torch.getStatistics(statistics);
    }
    assertEnd(expected, layout, w, statistics, exponents);
  }

  /**
   * Ten steps as ten epochs of one step: lambda = 10 exp(0.9 k), the learning rate constant. The
   * largest c, conv1's at the last step, is 0.82, so the explicit gradient's limit is never active.
   */
  private static Method sgm(String update, ParameterLayout layout) {
    double lambdaEnd = LAMBDA_START * Math.exp(LAMBDA_GROWTH * (STEPS - 1));
    double largest = 2 * RATE * lambdaEnd / layout.weights().getFirst().size();
    assertTrue(largest < 1, "c = " + largest);
    MethodProvider sgm = new Sgm.Provider();
    Map<String, String> options =
        Map.of(
            "update", update,
            "lambda", Double.toString(LAMBDA_START),
            "lambda-end", Double.toString(lambdaEnd));
    return sgm.create(
        new MethodSetup(
            WeightPolicy.uniform(BITS).layers(layout),
            MethodOptions.of(sgm, options),
            STEPS,
            1,
            1000,
            RateSchedule.linear(RATE, RATE, STEPS),
            MOMENTUM,
            new MethodState()));
  }

  /** By parameter name, f of the step size. */
  private static Map<String, Integer> exponents(Method sgm, ParameterLayout layout, float[] w) {
    Map<String, Integer> exponents = new LinkedHashMap<>();
    for (WeightLayer layer : WeightPolicy.uniform(BITS).layers(layout)) {
      exponents.put(layer.name(), -Math.getExponent(sgm.quantize(layer, w).step()));
    }
    return exponents;
  }

  private static void steps(
      Golden golden,
      JsonNode expected,
      ParameterLayout layout,
      TorchNetwork torch,
      Method sgm,
      float[] w,
      Map<String, Integer> exponents) {
    NesterovSgd optimizer = new NesterovSgd(MOMENTUM);
    float[] gradient = new float[w.length];
    float[] velocity = new float[w.length];
    for (int k = 0; k < STEPS; k++) {
      Step now = new Step(k, k, RATE, 0);
      String step = "step " + k + ": ";
      Golden.assertNumber(
          expected.get(k).get("lambda"), sgm.report(k).get("lambda"), step + "lambda");
      assertTerms(expected.get(k).get("regularizer_terms"), layout, w, exponents, step);
      long[] labels = golden.labels(k);
      double loss =
          torch.gradient(golden.trainingImages(layout, k), labels, labels.length, gradient);
      Golden.assertNumber(expected.get(k).get("loss"), loss, step + "loss");
      sgm.backward(w, gradient, now);
      optimizer.step(w, gradient, new float[][] {velocity}, 0, w.length, k, RATE, 0);
      sgm.afterStep(w, now);
      torch.setTrained(w);
    }
  }

  /** (1 / M_l) * ||w - Q(w)||^2 of each layer. */
  private static void assertTerms(
      JsonNode expected,
      ParameterLayout layout,
      float[] w,
      Map<String, Integer> exponents,
      String step) {
    for (Slot slot : layout.weights()) {
      int f = exponents.get(slot.name());
      double error = FixedPoint.squaredError(w, slot.offset(), slot.size(), f, BITS);
      Golden.assertNumber(
          expected.get(slot.name()), error / slot.size(), step + "term of " + slot.name());
    }
  }

  private static void assertEnd(
      JsonNode expected,
      ParameterLayout layout,
      float[] w,
      float[] statistics,
      Map<String, Integer> exponents) {
    State state = layout.unpack(w, statistics);
    for (Parameter parameter : layout.network().parameters()) {
      String kind = parameter.role().trained() ? "parameters" : "running";
      String name = parameter.name();
      Golden.assertSummary(expected.get(kind).get(name), state.get(name), name);
    }
    for (Slot slot : layout.weights()) {
      byte[] codes =
          FixedPoint.codes(w, slot.offset(), slot.size(), exponents.get(slot.name()), BITS);
      for (int code = -1; code <= 1; code++) {
        int count = 0;
        for (byte c : codes) {
          count += c == code ? 1 : 0;
        }
        double share = expected.get("code_shares").get(slot.name()).get(code + 1).asDouble();
        assertEquals(share, (double) count / codes.length, Golden.TOLERANCE, slot.name());
      }
    }
  }
}
