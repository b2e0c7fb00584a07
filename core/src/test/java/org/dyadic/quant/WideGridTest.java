package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;

/** Sums of weights with scales where a layer's accumulators cannot stay. */
class WideGridTest {
  private static final Grid INPUT = Grid.unsigned(8, 3);
  private static final int CHANNELS = 3;
  private static final int FAN_IN = 20;
  private static final long TOP = (1 << 23) - 1;

  private record Sample(Codes codes, double[] offset, Epilogue epilogue) {
    long[] run(long[] input) {
      Shape in = Shape.vector(FAN_IN);
      return NaiveReference.run(
          new IntegerLayer.FullyConnected("fc", in, Shape.vector(CHANNELS), codes, epilogue),
          input);
    }

    /** The real sum of a channel, straight from the definition of the weights. */
    double real(int channel, long[] input) {
      double sum = 0;
      for (int i = 0; i < FAN_IN; i++) {
        int code = codes.at(channel * FAN_IN + i);
        Scales scales = codes.scales();
        float[] factors = code < 0 && scales.twoPlanes() ? scales.negative() : scales.positive();
        double weight = code * Math.pow(2, -codes.exponent()) * factors[channel % factors.length];
        sum += weight * input[i] * Math.pow(2, -3);
      }
      return sum + offset[channel];
    }
  }

  private static Codes codes(Random random, int form) {
    Codes plain = RandomNetworks.codes(random.nextLong(), 2 + random.nextInt(2), 60);
    return RandomScales.of(plain, CHANNELS, form, random);
  }

  private static Sample logits(long seed) {
    Random random = new Random(seed);
    // Forms 2 to 7 have scales.
    Codes codes = codes(random, 2 + (int) (seed % 6));
    double[] offset = random.doubles(CHANNELS, -40, 40).toArray();
    Affine affine = new Affine(Affine.identity(CHANNELS).scale(), offset);
    WeightedFold fold = new WeightedFold("fc", codes, CHANNELS, INPUT);
    return new Sample(codes, offset, fold.logits(affine));
  }

  private static Sample branchEnd(long seed) {
    Random random = new Random(seed);
    Codes codes = codes(random, 6 + (int) (seed % 2));
    WeightedFold fold = new WeightedFold("fc", codes, CHANNELS, INPUT);
    return new Sample(codes, new double[CHANNELS], fold.branchEnd());
  }

  /** Noise, and for each channel the inputs that make its sum largest and smallest. */
  private static long[][] inputs(Codes codes, long seed) {
    long[][] inputs = new long[2 * CHANNELS + 4][FAN_IN];
    for (int c = 0; c < CHANNELS; c++) {
      for (int i = 0; i < FAN_IN; i++) {
        int code = codes.at(c * FAN_IN + i);
        inputs[2 * c][i] = code > 0 ? 255 : 0;
        inputs[2 * c + 1][i] = code < 0 ? 255 : 0;
      }
    }
    Random random = new Random(seed);
    for (int k = 2 * CHANNELS; k < inputs.length; k++) {
      inputs[k] = random.longs(FAN_IN, 0, 256).toArray();
    }
    return inputs;
  }

  @Test
  void everySumIsWithinOneUnitAndNoneSaturates() {
    for (long seed = 0; seed < 120; seed++) {
      for (Sample sample : new Sample[] {logits(seed), branchEnd(seed)}) {
        Grid grid = sample.epilogue().output();
        assertEquals(new Range(-TOP, TOP), grid.range());
        for (long[] input : inputs(sample.codes(), seed)) {
          long[] q = sample.run(input);
          for (int c = 0; c < CHANNELS; c++) {
            double exact = sample.real(c, input) / grid.step();
            String what = "seed %d, %s: %s became %d".formatted(seed, sample, exact, q[c]);
            assertTrue(Math.abs(q[c] - exact) <= 1, what);
            assertTrue(Math.abs(q[c]) <= TOP, what);
          }
        }
      }
    }
  }

  @Test
  void theStepIsTheSmallestThatHoldsTheLargestSum() {
    for (long seed = 0; seed < 60; seed++) {
      Sample sample = logits(seed);
      double largest = 0;
      for (long[] input : inputs(sample.codes(), seed)) {
        for (int c = 0; c < CHANNELS; c++) {
          largest = Math.max(largest, Math.abs(sample.real(c, input)));
        }
      }
      double units = largest / sample.epilogue().output().step();
      assertTrue(units <= TOP - 1 && 2 * units > TOP - 1, "seed " + seed + ": " + units);
    }
  }

  @Test
  void theProofOfABranchIsTheRangeThatInputsReach() {
    for (long seed = 0; seed < 60; seed++) {
      Sample sample = branchEnd(seed);
      Shape in = Shape.vector(FAN_IN);
      IntegerLayer layer =
          new IntegerLayer.FullyConnected(
              "fc", in, Shape.vector(CHANNELS), sample.codes(), sample.epilogue());
      Interval[] proven = ChannelSums.atEnd(List.of(layer), INPUT, CHANNELS);
      long[][] inputs = inputs(sample.codes(), seed);
      for (int c = 0; c < CHANNELS; c++) {
        long most = sample.run(inputs[2 * c])[c];
        long least = sample.run(inputs[2 * c + 1])[c];
        assertEquals(Interval.of(least, most), proven[c], "seed " + seed);
      }
    }
  }

  @Test
  void onlySumsThatCannotStayAreRounded() {
    Random random = new Random(1);
    for (int form = 0; form < RandomScales.FORMS; form++) {
      WeightedFold fold = new WeightedFold("fc", codes(random, form), CHANNELS, INPUT);
      boolean plain = fold.weights().scales().isNone();
      boolean planes = fold.weights().scales().twoPlanes();
      Epilogue logits = fold.logits(Affine.identity(CHANNELS));
      assertEquals(plain, logits instanceof Epilogue.Accumulate, fold.toString());
      assertEquals(planes, logits instanceof Epilogue.RequantizePlanes, fold.toString());
      assertEquals(planes, fold.branchEnd() instanceof Epilogue.RequantizePlanes);
      assertEquals(!planes, fold.branchEnd() instanceof Epilogue.Accumulate);
    }
  }

  @Test
  void weightsThatAreAllZeroHaveAGridToo() {
    Scales scales = Scales.ofPlanes(new float[] {1}, new float[] {1});
    Codes codes = new Codes(2, 0, new byte[60], scales);
    Epilogue end = new WeightedFold("fc", codes, CHANNELS, INPUT).branchEnd();
    Epilogue.RequantizePlanes planes = assertInstanceOf(Epilogue.RequantizePlanes.class, end);
    assertEquals(0, Arrays.stream(planes.negativeMultiplier()).map(Math::abs).sum());
  }

  @Test
  void sumsBeyondEveryGridAreRefused() {
    byte[] ones = new byte[60];
    Arrays.fill(ones, (byte) 1);
    Codes codes = new Codes(2, -24, ones, Scales.ofLayer(Float.MAX_VALUE));
    WeightedFold fold = new WeightedFold("fc", codes, CHANNELS, INPUT);
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> fold.logits(Affine.identity(CHANNELS)));
    assertTrue(wrong.getMessage().startsWith("fc: sums of up to "), wrong.getMessage());
    assertTrue(wrong.getMessage().endsWith("do not fit a grid of 24 bits"), wrong.getMessage());
  }
}
