package org.dyadic.export;

import java.util.Arrays;
import java.util.List;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;

/**
 * A residual block in bytes. The branch that ends in sums is rounded to a signed byte in units of
 * the output, with the block's bias in it, and the shortcut is added to that: {@code q = sat(branch
 * + ratio * shortcut)}. Where ratio is a whole number, as where both have the step of the output,
 * the sum of a rounded number and a whole one is the rounded sum, so that nothing is lost unless
 * the branch leaves -128 .. 127.
 *
 * <p>Where ratio is a half, the branch is {@code h = floor(2 branch)} in half units, and {@code q =
 * floor((h + shortcut + 1) / 2)} is the sum rounded once. A quarter of a unit is added, so that no
 * sum lies between two integers, where ONNX rounds to even: loses nothing unless the branch leaves
 * -64 .. 63. What bytes cannot hold is joined in floats.
 */
final class ByteJoin {
  private final OnnxByteLayers layers;
  private final IntegerLayer.Residual block;
  private final Epilogue.Requantize rule;

  ByteJoin(OnnxByteLayers layers, IntegerLayer.Residual block) {
    this.layers = layers;
    this.block = block;
    this.rule = block.requantize();
  }

  /** Adds the nodes of both branches and of the join. */
  OnnxValue add(OnnxValue x) {
    List<IntegerLayer> body = block.body();
    List<IntegerLayer> shortcut = block.shortcut();
    boolean both = endsInSums(shortcut);
    boolean bytes =
        OnnxValue.fitsByte(rule.output())
            && endsInSums(body)
            && OnnxValue.fitsByte(beforeLast(body, x.grid()))
            && (both ? OnnxValue.fitsByte(beforeLast(shortcut, x.grid())) : isScaled(x.grid()));
    if (!bytes) {
      OnnxValue end = layers.inForm(layers.chain(body, x), false);
      OnnxValue side = layers.inForm(layers.chain(shortcut, x), false);
      return layers.floats().join(block, x.grid(), end, side);
    }
    if (both) {
      long[] none = new long[rule.bias().length];
      OnnxValue end = rounded(body, x, rule.multiplier(), rule.bias(), false);
      OnnxValue side = rounded(shortcut, x, block.shortcutMultiplier(), none, false);
      return sum(end, side, 1, false);
    }
    double ratio = Math.scalb((double) block.shortcutMultiplier()[0], -rule.shift());
    boolean halves = ratio == 0.5 && rule.shift() >= 2;
    OnnxValue end = rounded(body, x, rule.multiplier(), rule.bias(), halves);
    OnnxValue side = layers.inForm(layers.chain(shortcut, x), true);
    return sum(end, side, ratio, halves || ratio == Math.rint(ratio));
  }

  private static boolean endsInSums(List<IntegerLayer> branch) {
    return !branch.isEmpty()
        && branch.getLast() instanceof IntegerLayer.Weighted last
        && last.epilogue() instanceof Epilogue.Accumulate;
  }

  private static Grid beforeLast(List<IntegerLayer> branch, Grid input) {
    return branch.size() < 2 ? input : branch.get(branch.size() - 2).output();
  }

  /** Whether the shortcut is bytes times one positive number. */
  private boolean isScaled(Grid input) {
    List<IntegerLayer> shortcut = block.shortcut();
    int[] k = block.shortcutMultiplier();
    return OnnxValue.fitsByte(shortcut.isEmpty() ? input : shortcut.getLast().output())
        && k[0] > 0
        && Arrays.stream(k).allMatch(factor -> factor == k[0]);
  }

  /**
   * A branch whose last layer's sums are rounded to a signed byte in units of the output, or in
   * half units to the next below.
   */
  private OnnxValue rounded(
      List<IntegerLayer> branch, OnnxValue x, int[] m, long[] b, boolean halves) {
    IntegerLayer.Weighted last = (IntegerLayer.Weighted) branch.getLast();
    int[] own = ((Epilogue.Accumulate) last.epilogue()).bias();
    long[] bias = b.clone();
    for (int c = 0; c < bias.length; c++) {
      bias[c] += (long) m[c] * own[c];
      bias[c] -= halves ? 1L << (rule.shift() - 2) : 0;
    }
    int finer = halves ? 1 : 0;
    Grid grid = new Grid(Byte.MIN_VALUE, Byte.MAX_VALUE, rule.output().exponent() + finer, 1);
    Epilogue.Requantize end = new Epilogue.Requantize(m, bias, rule.shift() - finer, grid);
    OnnxValue before = layers.chain(branch.subList(0, branch.size() - 1), x);
    return layers.bytes(last, layers.inForm(before, true), end);
  }

  private OnnxValue sum(OnnxValue end, OnnxValue side, double ratio, boolean exact) {
    layers.countJoin(exact);
    boolean flat = end.flat() && side.flat();
    return layers.addBytes(
        flat ? end : layers.spatial(end), flat ? side : layers.spatial(side), ratio, rule.output());
  }
}
