package org.dyadic.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.format.ModelFile;
import org.dyadic.model.Network;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.model.Shape;
import org.dyadic.model.State;
import org.dyadic.quant.Activation;
import org.dyadic.quant.ActivationSteps;
import org.dyadic.quant.Codes;
import org.dyadic.quant.FixedPoint;
import org.dyadic.quant.Fold;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.Quantizer;
import org.dyadic.train.torch.TorchNetwork;

/**
 * A network that is trained for one step on random images, rounded to two bits, calibrated, folded
 * and packed.
 *
 * @param loss before the step
 * @param images unsigned bytes, planar
 * @param logits of the float network with two-bit weights, image after image
 * @param file the packed network
 * @param packed the network as read from those bytes
 */
record OneStep(double loss, byte[][] images, float[] logits, byte[] file, QuantizedNetwork packed) {
  private static final int BITS = 2;
  private static final float RATE = 0.02f;

  /** Activations of 8 bits that the float network does not round. */
  static OneStep of(Network network, int images, long seed) {
    return of(network, images, seed, 8, Fold.EXACT, false);
  }

  /** Activations that the float network rounds as the packed one does. */
  static OneStep rounded(Network network, int images, long seed, int bits, Fold fold) {
    return of(network, images, seed, bits, fold, true);
  }

  private static OneStep of(
      Network network, int images, long seed, int bits, Fold fold, boolean rounds) {
    ParameterLayout layout = new ParameterLayout(network, false);
    float[] w = new float[layout.trainedSize()];
    float[] statistics = new float[layout.statisticsSize()];
    layout.pack(Initializer.initialize(network, seed), w, statistics);
    Random random = new Random(seed);
    Preprocessing preprocessing = preprocessing(network.input());
    byte[][] pixels = new byte[images][network.input().size()];
    for (byte[] image : pixels) {
      random.nextBytes(image);
    }
    float[] batch = batch(preprocessing, pixels);
    long[] labels = random.longs(images, 0, network.output().size()).toArray();
    try (TorchNetwork torch = new TorchNetwork(layout, images)) {
      torch.setTrained(w);
      torch.setStatistics(statistics);
      double loss = step(torch, layout, batch, labels, w);
      Map<String, Codes> codes = round(layout, w);
      torch.setTrained(w);
      torch.reestimate(batch, images, 0);
      torch.getStatistics(statistics);
      if (fold == Fold.SHIFT) {
        new ShiftNorms(layout, torch).snap(w);
        torch.setTrained(w);
      }
      Map<String, Activation> activations = Quantizer.activations(network, bits);
      Calibration calibration = new Calibration(activations);
      torch.observe(batch, images, false, activations.keySet(), calibration::observe);
      ActivationSteps steps = new ActivationSteps(bits, calibration.exponents());
      if (rounds) {
        torch.roundActivations(steps.grids(network), 0);
      }
      State state = layout.unpack(w, statistics);
      List<String> classes =
          IntStream.range(0, network.output().size()).mapToObj(Integer::toString).toList();
      byte[] file =
          ModelFile.toBytes(
              new Quantizer(state, codes, steps, fold).quantize(preprocessing, classes, "{}"));
      return new OneStep(
          loss, pixels, torch.logits(batch, images), file, ModelFile.fromBytes(file));
    }
  }

  private static double step(
      TorchNetwork torch, ParameterLayout layout, float[] batch, long[] labels, float[] w) {
    float[] gradient = new float[w.length];
    double loss = torch.gradient(batch, labels, labels.length, gradient);
    for (Slot slot : layout.trained()) {
      double norm = 0;
      for (int i = slot.offset(); i < slot.end(); i++) {
        norm += Math.abs(gradient[i]);
      }
      if (!(norm > 0) || !Double.isFinite(norm)) {
        throw new AssertionError("the gradient of %s has norm %s".formatted(slot.name(), norm));
      }
    }
    for (int i = 0; i < w.length; i++) {
      w[i] -= RATE * gradient[i];
    }
    return loss;
  }

  /** Puts every weight to its mode and returns the codes. */
  private static Map<String, Codes> round(ParameterLayout layout, float[] w) {
    Map<String, Codes> codes = new LinkedHashMap<>();
    for (Slot slot : layout.weights()) {
      int exponent = FixedPoint.bestExponent(w, slot.offset(), slot.size(), BITS);
      byte[] values = FixedPoint.codes(w, slot.offset(), slot.size(), exponent, BITS);
      codes.put(slot.name(), new Codes(BITS, exponent, values));
      for (int i = 0; i < values.length; i++) {
        w[slot.offset() + i] = values[i] * FixedPoint.step(exponent);
      }
    }
    return codes;
  }

  private static Preprocessing preprocessing(Shape shape) {
    double[] half = new double[shape.channels()];
    double[] quarter = new double[shape.channels()];
    Arrays.fill(half, 0.5);
    Arrays.fill(quarter, 0.25);
    return new Preprocessing(
        shape,
        Preprocessing.Fit.CROP,
        Preprocessing.ColorOrder.RGB,
        PixelTable.normalizing(half, quarter));
  }

  private static float[] batch(Preprocessing preprocessing, byte[][] images) {
    PixelTable table = preprocessing.table();
    int size = preprocessing.shape().size();
    float[] values = new float[images.length * size];
    for (int i = 0; i < values.length; i++) {
      int channel = i % size / preprocessing.shape().area();
      int code = table.code(channel, images[i / size][i % size] & 0xFF);
      values[i] = code * FixedPoint.step(table.exponent());
    }
    return values;
  }

  /** The root mean square of integer minus float logits, over that of the float logits. */
  double relativeDistance(int[][] integers) {
    double step = packed.logitGrid().step();
    double error = 0;
    double norm = 0;
    for (int i = 0; i < logits.length; i++) {
      int classes = logits.length / integers.length;
      double difference = integers[i / classes][i % classes] * step - logits[i];
      error += difference * difference;
      norm += (double) logits[i] * logits[i];
    }
    return Math.sqrt(error / norm);
  }
}
