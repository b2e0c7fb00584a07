package org.dyadic.train.report.figure;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * From values to places on an axis.
 *
 * @param ticks values that are written on the axis, with their texts
 */
record Scale(DoubleUnaryOperator map, List<Tick> ticks) {
  /** The place of zero below the smallest decade of a logarithmic axis. */
  private static final double ZERO_GAP = 12;

  private static final double POINTS_A_TICK = 26;
  private static final String SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  /** A value on an axis. */
  record Tick(double value, String text) {}

  double at(double value) {
    return map.applyAsDouble(value);
  }

  /** From {@code low} to {@code high}, which become {@code from} and {@code to}. */
  static Scale linear(double low, double high, double from, double to, String unit) {
    double step = step((high - low) * POINTS_A_TICK / Math.abs(to - from));
    List<Tick> ticks = new ArrayList<>();
    for (double value = Math.ceil(low / step) * step; value <= high + step * 1e-9; value += step) {
      ticks.add(new Tick(value, plain(value) + unit));
    }
    return new Scale(value -> from + (value - low) / (high - low) * (to - from), ticks);
  }

  /** 1, 2 or 5 times a power of ten, at least the least. */
  private static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** From 0 to the largest value. */
  static Scale fromZero(double[] values, double from, double to, String unit) {
    double most = 0;
    for (double value : values) {
      most = Math.max(most, value);
    }
    return linear(0, most == 0 ? 1 : most, from, to, unit);
  }

  /** Decades; zeros, which have no logarithm, lie at {@code from}, below the smallest decade. */
  static Scale log(double[] values, double from, double to, String unit) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    boolean zero = false;
    for (double value : values) {
      zero |= value <= 0;
      least = value > 0 ? Math.min(least, value) : least;
      most = Math.max(most, value);
    }
    int first = most > 0 ? (int) Math.floor(Math.log10(least) + 1e-9) : -1;
    double high = Math.max(Math.log10(Math.max(most, 1e-300)), first + 1.0);
    double start = from + (zero ? ZERO_GAP * Math.signum(to - from) : 0);
    int every =
        (int) Math.ceil((high - first + 1) / Math.max(2, Math.abs(to - start) / POINTS_A_TICK));
    List<Tick> ticks = new ArrayList<>();
    if (zero) {
      ticks.add(new Tick(0, "0"));
    }
    boolean powers = first < -4 || high > 5;
    for (int exponent = first; exponent <= high + 1e-9; exponent += every) {
      double value = Math.pow(10, exponent);
      ticks.add(new Tick(value, (powers ? power(10, exponent) : plain(value)) + unit));
    }
    if (high - first <= 2) {
      addBetween(ticks, first, high, unit);
    }
    double span = high - first;
    int low = first;
    return new Scale(
        value -> value <= 0 ? from : start + (Math.log10(value) - low) / span * (to - start),
        ticks);
  }

  /** Twice and five times each decade. */
  private static void addBetween(List<Tick> ticks, int first, double high, String unit) {
    for (int exponent = first; exponent <= high; exponent++) {
      for (int factor : new int[] {2, 5}) {
        double value = factor * Math.pow(10, exponent);
        if (Math.log10(value) <= high) {
          ticks.add(new Tick(value, plain(value) + unit));
        }
      }
    }
  }

  /** Such as 2 with a raised -3. */
  static String power(int base, int exponent) {
    StringBuilder text = new StringBuilder().append(base).append(exponent < 0 ? "⁻" : "");
    for (char digit : Integer.toString(Math.abs(exponent)).toCharArray()) {
      text.append(SUPERSCRIPT.charAt(digit - '0'));
    }
    return text.toString();
  }

  /** At most four significant digits, with thousands set apart. */
  static String plain(double value) {
    DecimalFormat format =
        new DecimalFormat("#,##0.######", DecimalFormatSymbols.getInstance(Locale.ROOT));
    return format.format(value);
  }
}
