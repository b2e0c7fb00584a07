package org.dyadic.quant;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The networks of {@link RandomNetworks} with weights of every form; the seed decides all. */
public final class ScaledNetworks {
  private final Random random;

  private ScaledNetworks(long seed) {
    random = new Random(seed);
  }

  /** A network with every layer and, in most of its layers, another form of weights. */
  public static QuantizedNetwork withEveryLayer(long seed) {
    QuantizedNetwork plain = RandomNetworks.withEveryLayer(seed);
    return new QuantizedNetwork(
        plain.notation(),
        plain.preprocessing(),
        plain.classNames(),
        plain.fold(),
        new ScaledNetworks(seed).scaled(plain.layers(), plain.inputGrid(), false),
        plain.provenance());
  }

  private List<IntegerLayer> scaled(List<IntegerLayer> layers, Grid input, boolean branch) {
    List<IntegerLayer> scaled = new ArrayList<>();
    Grid grid = input;
    for (IntegerLayer layer : layers) {
      scaled.add(
          switch (layer) {
            case IntegerLayer.Convolution c -> {
              Codes weights = codes(c);
              yield new IntegerLayer.Convolution(
                  c.name(),
                  c.in(),
                  c.out(),
                  c.kernel(),
                  c.stride(),
                  c.padding(),
                  c.groups(),
                  weights,
                  epilogue(c, weights, grid, branch));
            }
            case IntegerLayer.FullyConnected c -> {
              Codes weights = codes(c);
              Epilogue epilogue = epilogue(c, weights, grid, branch);
              yield new IntegerLayer.FullyConnected(c.name(), c.in(), c.out(), weights, epilogue);
            }
            case IntegerLayer.Residual block ->
                new IntegerLayer.Residual(
                    block.in(),
                    block.out(),
                    scaled(block.body(), grid, true),
                    scaled(block.shortcut(), grid, true),
                    block.requantize(),
                    block.shortcutMultiplier());
            default -> layer;
          });
      grid = scaled.getLast().output();
    }
    return scaled;
  }

  private Codes codes(IntegerLayer.Weighted layer) {
    int form = random.nextInt(RandomScales.FORMS);
    return RandomScales.of(layer.weights(), layer.out().channels(), form, random);
  }

  private Epilogue epilogue(
      IntegerLayer.Weighted layer, Codes weights, Grid input, boolean branch) {
    int channels = layer.out().channels();
    if (layer.epilogue() instanceof Epilogue.Requantize rule) {
      return weights.scales().twoPlanes() ? planes(rule, channels) : rule;
    }
    if (weights.scales().twoPlanes()) {
      return planes(wide(channels), channels);
    }
    return weights.scales().isNone() || branch
        ? Epilogue.Accumulate.proven(weights, new int[channels], input)
        : wide(channels);
  }

  /** A rule with multipliers of another order for the negative plane. */
  private Epilogue planes(Epilogue.Requantize rule, int channels) {
    int[] multipliers = rule.multiplier();
    int[] negative = new int[channels];
    for (int c = 0; c < channels; c++) {
      negative[c] = multipliers[random.nextInt(channels)] ^ random.nextInt(8);
    }
    return new Epilogue.RequantizePlanes(rule, negative);
  }

  /** About as many units as the sums have, by products of 32 or of 64 bits. */
  private Epilogue.Requantize wide(int channels) {
    int shift = random.nextBoolean() ? 24 : 3;
    int[] multipliers = random.ints(channels, -4 << shift, 4 << shift).toArray();
    long[] bias = random.longs(channels, -1L << (shift + 5), 1L << (shift + 5)).toArray();
    return new Epilogue.Requantize(multipliers, bias, shift, Grid.signed(24, 9));
  }
}
