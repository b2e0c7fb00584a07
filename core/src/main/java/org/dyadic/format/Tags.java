package org.dyadic.format;

import java.util.EnumMap;
import java.util.Map;
import org.dyadic.data.Preprocessing.ColorOrder;
import org.dyadic.data.Preprocessing.Fit;
import org.dyadic.quant.Fold;

/** The numbers that stand for choices in a model file. A number is never given a new meaning. */
final class Tags {
  static final int CONVOLUTION = 1;
  static final int FULLY_CONNECTED = 2;
  static final int MAX_POOL = 3;
  static final int SUM_POOL = 4;
  static final int SUBSAMPLE = 5;
  static final int RESIDUAL = 6;
  static final int DENSE = 7;
  static final int CHANNEL_AFFINE = 8;
  static final int LSTM = 9;
  static final int GRU = 10;
  static final int RECTANGULAR_CONVOLUTION = 11;
  static final int RECTANGULAR_POOL = 12;
  static final int PADDED_MAX_POOL = 13;
  static final int LAST_LAYER = PADDED_MAX_POOL;

  static final int STRETCH = 1;
  static final int CROP = 2;

  /** Stands where the fit of images does. */
  static final int VALUES = 3;

  static final int REQUANTIZE = 1;
  static final int ACCUMULATE = 2;
  static final int REQUANTIZE_PLANES = 3;

  /** The bits of a code share a byte with the form of the scales, which stands above them. */
  static final int SCALING_SHIFT = 4;

  private static final Map<Fold, Integer> FOLDS =
      new EnumMap<>(Map.of(Fold.EXACT, 1, Fold.SHIFT, 2));
  private static final Map<Fit, Integer> FITS =
      new EnumMap<>(Map.of(Fit.STRETCH, STRETCH, Fit.CROP, CROP));
  private static final Map<ColorOrder, Integer> ORDERS =
      new EnumMap<>(Map.of(ColorOrder.RGB, 1, ColorOrder.BGR, 2));

  private Tags() {}

  static int of(Fold fold) {
    return FOLDS.get(fold);
  }

  static int of(Fit fit) {
    return FITS.get(fit);
  }

  static int of(ColorOrder order) {
    return ORDERS.get(order);
  }

  static Fold readFold(ByteSource source) {
    return read(source, "fold", FOLDS);
  }

  /** The fit of a tag that is one. */
  static Fit fit(int tag) {
    return keyOf(tag, FITS);
  }

  static ColorOrder readColorOrder(ByteSource source) {
    return read(source, "colour order", ORDERS);
  }

  private static <E> E read(ByteSource source, String what, Map<E, Integer> tags) {
    return keyOf(source.u8(what, 1, tags.size()), tags);
  }

  private static <E> E keyOf(int tag, Map<E, Integer> tags) {
    return tags.entrySet().stream()
        .filter(entry -> entry.getValue() == tag)
        .findFirst()
        .orElseThrow()
        .getKey();
  }
}
