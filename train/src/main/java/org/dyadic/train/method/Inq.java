package org.dyadic.train.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.quant.FixedPoint;

/**
 * INQ, incremental network quantization: a growing share of each layer is frozen on powers of two,
 * the largest weights first, while the rest trains on and makes up for it.
 *
 * <p>Forward: the task sees the frozen weights at their levels and the others as they are. Its
 * gradient is not changed; frozen weights do not move.
 *
 * <p>Levels: {@code 0, +-2^n2, .. , +-2^n1} with {@code n1 = floor(log2(4 max|w| / 3))} and {@code
 * n2 = n1 + 1 - 2^(N-1) / 2}: 2^(N-2) magnitudes. A weight has the level b if |w| lies in [(a + b)
 * / 2, 3 b / 2), a being the next magnitude below, or 0; weights beyond have the outermost level.
 *
 * <p>Symbols: N bits; max|w| of a layer or channel on the float weights, then fixed. Partition k of
 * K starts before epoch floor(k E / K) of E, so that in the last part only biases and batch norm
 * train; what is frozen is a share of each layer or channel.
 *
 * <p>As integer codes of step 2^n2 the levels reach 2^(n1 - n2): 2 bits of codes for N = 2, 3 for N
 * = 3, 5 for N = 4. Beyond, codes of 8 bits do not hold them.
 *
 * <p>Source: A. Zhou, A. Yao, Y. Guo, L. Xu, Y. Chen, arXiv 1702.03044, with other shares for each
 * network, eight of them for 2 bits. Deviations: n1 is found once, and kept so that -24 &lt;= n2
 * and n1 &lt;= 24; the last partition trains biases and batch norm for as long as the others.
 */
public final class Inq implements Method {
  /** What stands for the logarithm of the level 0. */
  private static final int ZERO = Integer.MIN_VALUE;

  private record Parts(PowerLevels levels, FrozenWeights frozen) {}

  private final Map<WeightLayer, Parts> parts = new LinkedHashMap<>();
  private final double[] shares;
  private final int epochs;

  /** INQ. */
  public Inq(MethodSetup setup) {
    for (WeightLayer layer : setup.layers()) {
      PowerLevels levels = new PowerLevels(layer, setup.state());
      parts.put(layer, new Parts(levels, new FrozenWeights(layer, setup.state())));
    }
    shares = FrozenWeights.shares(setup.options());
    epochs = setup.epochs();
  }

  @Override
  public void start(float[] w) {
    parts.forEach(
        (layer, part) -> {
          part.levels().search(layer, w);
          part.frozen().release();
        });
  }

  @Override
  public void beginEpoch(float[] w, int epoch) {
    double share = FrozenWeights.share(shares, epoch, epochs);
    parts.forEach((layer, part) -> part.frozen().grow(layer, share, part.levels()::level, w));
  }

  @Override
  public void afterStep(float[] w, Step step) {
    parts.forEach((layer, part) -> part.frozen().restore(layer, w));
  }

  @Override
  public QuantizedLayer quantize(WeightLayer layer, float[] w) {
    return parts.get(layer).levels().quantize(layer, w);
  }

  @Override
  public Map<String, Double> report(int epoch) {
    return Map.of("frozen_share", FrozenWeights.share(shares, epoch, epochs));
  }

  /** The levels of a layer, one range of exponents a block. */
  private static final class PowerLevels {
    private final double[] largest;
    private final int span;

    PowerLevels(WeightLayer layer, MethodState state) {
      largest = state.numbers("exponent/" + layer.name(), layer.blocks());
      span = (1 << (layer.bits() - 2)) - 1;
    }

    /** Chooses n1 of every block; 0 for weights that are all zero. */
    void search(WeightLayer layer, float[] w) {
      for (int b = 0; b < largest.length; b++) {
        float most = 0;
        for (int i = layer.from(b); i < layer.to(b); i++) {
          most = Math.max(most, Math.abs(w[i]));
        }
        int lowest = span - FixedPoint.MAX_EXPONENT;
        largest[b] =
            most == 0 ? 0 : Math.clamp(nearestPower(most), lowest, FixedPoint.MAX_EXPONENT);
      }
    }

    /** floor(log2(4 x / 3)): the k with x in [3/4, 3/2) * 2^k. */
    private static int nearestPower(float x) {
      int exponent = Math.getExponent(x);
      return x >= Math.scalb(1.5f, exponent) ? exponent + 1 : exponent;
    }

    private int most(int block) {
      return (int) largest[block];
    }

    private int least(int block) {
      return most(block) - span;
    }

    /** log2 of the level's magnitude, or {@link #ZERO}. */
    private int power(int block, float magnitude) {
      return magnitude < Math.scalb(0.5f, least(block))
          ? ZERO
          : Math.clamp(nearestPower(magnitude), least(block), most(block));
    }

    float level(int block, float w) {
      int power = power(block, Math.abs(w));
      return power == ZERO ? 0 : Math.copySign(Math.scalb(1f, power), w);
    }

    QuantizedLayer quantize(WeightLayer layer, float[] w) {
      int bits = span + 2; // codes up to 2^span
      return bits > FixedPoint.MAX_BITS ? codebook(layer, w, bits) : coded(layer, w, bits);
    }

    private QuantizedLayer coded(WeightLayer layer, float[] w, int bits) {
      byte[] codes = new byte[layer.size()];
      int[] exponents = new int[largest.length];
      for (int b = 0; b < exponents.length; b++) {
        exponents[b] = -least(b);
        for (int i = layer.from(b); i < layer.to(b); i++) {
          codes[i - layer.offset()] = (byte) Math.scalb(level(b, w[i]), exponents[b]);
        }
      }
      return QuantizedLayer.Coded.fixedPoint(bits, codes, exponents);
    }

    /** One table for all blocks: zero and the powers of two that any of them has. */
    private QuantizedLayer codebook(WeightLayer layer, float[] w, int bits) {
      int low = Integer.MAX_VALUE;
      int high = Integer.MIN_VALUE;
      for (int b = 0; b < largest.length; b++) {
        low = Math.min(low, least(b));
        high = Math.max(high, most(b));
      }
      int magnitudes = high - low + 1;
      float[] table = new float[2 * magnitudes + 1];
      for (int m = 0; m < magnitudes; m++) {
        table[magnitudes + 1 + m] = Math.scalb(1f, low + m);
        table[magnitudes - 1 - m] = -Math.scalb(1f, low + m);
      }
      byte[] symbols = new byte[layer.size()];
      for (int b = 0; b < largest.length; b++) {
        for (int i = layer.from(b); i < layer.to(b); i++) {
          int power = power(b, Math.abs(w[i]));
          int place = power == ZERO ? 0 : power - low + 1;
          symbols[i - layer.offset()] = (byte) (magnitudes + (w[i] < 0 ? -place : place));
        }
      }
      String obstacle =
          "its levels, powers of two over a range of 2^%d, are integer codes of %d bits, more than %d"
              .formatted(span, bits, FixedPoint.MAX_BITS);
      return new QuantizedLayer.Codebook(table, symbols, obstacle);
    }
  }

  /** {@code --method inq}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "inq";
    }

    @Override
    public String summary() {
      return "freezes weights on powers of two, the largest first, and trains the rest";
    }

    @Override
    public String source() {
      return "A. Zhou et al., arXiv 1702.03044";
    }

    @Override
    public Scale scale() {
      return Scale.FIXED_POINT;
    }

    @Override
    public List<Integer> bits() {
      return List.of(2, 3, 4, 5);
    }

    @Override
    public AuthorsSettings authors() {
      return new AuthorsSettings(
          null,
          null,
          null,
          null,
          null,
          null,
          Map.of(FrozenWeights.SHARES.name(), "0.2/0.4/0.6/0.7/0.8/0.9/0.95/1"));
    }

    @Override
    public List<MethodOption> options() {
      return List.of(FrozenWeights.SHARES);
    }

    @Override
    public Method create(MethodSetup setup) {
      return new Inq(setup);
    }
  }
}
