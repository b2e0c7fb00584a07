package org.dyadic.export.c;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dyadic.quant.AccumulatorProof;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Fold;
import org.dyadic.quant.SignedDigits;

/**
 * What becomes of a sum, as lines of C around a variable {@code value}: what is read once, what is
 * read for each channel, and what is done to each value. Constants go to the source.
 */
final class Finish {
  private static final int STRUCT_BYTES = 24;

  private final Source source;
  private final Fold fold;
  private final String layer;
  private final StringBuilder key = new StringBuilder();
  private final List<String> parameters = new ArrayList<>();
  private final List<Argument> arguments = new ArrayList<>();
  private final List<String> constants = new ArrayList<>();
  private final List<String> channel = new ArrayList<>();
  private final List<String> value = new ArrayList<>();
  private final boolean tiled;
  private long multiplications;
  private int stages;
  private boolean both;
  private String falling = "0";

  /**
   * Nothing so far.
   *
   * @param fold whether factors are shifts
   * @param layer the start of the constants' names
   * @param tiled whether values come in tiles of places, those of a convolution
   */
  Finish(Source source, Fold fold, String layer, boolean tiled) {
    this.source = source;
    this.fold = fold;
    this.layer = layer;
    this.tiled = tiled;
  }

  /** Adds a layer's epilogue. */
  Finish epilogue(Epilogue epilogue, AccumulatorProof proof) {
    return switch (epilogue) {
      case Epilogue.Accumulate sums -> bias(sums.bias());
      case Epilogue.Requantize rule -> rescale("", rule, new int[0], "", proof.narrow());
      case Epilogue.RequantizePlanes planes ->
          rescale(
              "",
              planes.requantize(),
              planes.negativeMultiplier(),
              tiled ? "negatives[l]" : "negative",
              proof.narrow());
    };
  }

  /** Adds the join of a residual block with its shortcut. */
  Finish join(Epilogue.Requantize rule, int[] multiplier, Tensor side, AccumulatorProof proof) {
    key.append(' ').append(side.type());
    parameters.add("const %s *side".formatted(side.type().c()));
    arguments.add(side);
    String at = tiled ? "place->side + channel" : "channel";
    return rescale("join_", rule, multiplier, "(int32_t)side[" + at + "]", proof.narrow());
  }

  private Finish bias(int[] bias) {
    stages++;
    if (Arrays.stream(bias).allMatch(b -> b == 0)) {
      return this;
    }
    key.append(" bias");
    String name = source.array("int32_t", 4, layer + "_bias", Arrays.stream(bias).asLongStream());
    parameters.add("const int32_t *bias");
    arguments.add(new Argument.Text(name));
    value.add("value += bias[channel];");
    return this;
  }

  /** Adds {@code (factor * value + offset + multiplier * other) >> shift} and its limits. */
  private Finish rescale(
      String prefix, Epilogue.Requantize rule, int[] multiplier, String other, boolean narrow) {
    both = multiplier.length > 0;
    stages++;
    falling = prefix + "factor < 0";
    Arithmetic arithmetic = Arithmetic.of(fold == Fold.SHIFT, narrow);
    arithmetic.need(source);
    key.append(' ').append(arithmetic).append(both ? " both" : "");
    String scale = prefix + "scale";
    parameters.add("const struct %s *%s".formatted(arithmetic.struct(), scale));
    arguments.add(new Argument.Text("&" + struct(prefix, arithmetic, rule, multiplier)));
    addLimits(prefix);
    channel.add(arithmetic.read(prefix + "factor", scale + "->factor"));
    channel.add(
        "const %s %soffset = %s->offset[channel];"
            .formatted(arithmetic.offsetType(), prefix, scale));
    if (both) {
      channel.add(arithmetic.read(prefix + "other", scale + "->other"));
    }
    String sum = arithmetic.times(prefix + "factor", "value") + " + " + prefix + "offset";
    String all = both ? sum + " + " + arithmetic.times(prefix + "other", other) : sum;
    value.add(limited(arithmetic, prefix, all));
    multiplications += arithmetic.isShift() ? 0 : both ? 2 : 1;
    return this;
  }

  private void addLimits(String p) {
    constants.add("const uint32_t %sshift = %sscale->shift;".formatted(p, p));
    constants.add(
        "const int32_t %slow = %sscale->low, %shigh = %sscale->high;".formatted(p, p, p, p));
  }

  private static String limited(Arithmetic arithmetic, String p, String sum) {
    return "value = %s((%s) >> %sshift, %slow, %shigh);"
        .formatted(arithmetic.limit(), sum, p, p, p);
  }

  /** Adds the scale and offset of channels that follow no weights. */
  Finish affine(Epilogue.Requantize rule, boolean narrow) {
    int[] multiplier = rule.multiplier();
    boolean few = Arrays.stream(multiplier).allMatch(m -> SignedDigits.count(m) <= Fold.DIGITS);
    return fold == Fold.SHIFT && !few
        ? reciprocal(rule, narrow)
        : rescale("", rule, new int[0], "", narrow);
  }

  /** Adds the division of exact sums: one multiplier for all channels, by shifts and additions. */
  private Finish reciprocal(Epilogue.Requantize rule, boolean narrow) {
    int multiplier = rule.multiplier()[0];
    if (Arrays.stream(rule.multiplier()).anyMatch(m -> m != multiplier)) {
      throw new IllegalArgumentException(
          layer + ": multipliers of more than two digits must be one under the fold shift");
    }
    Arithmetic arithmetic = Arithmetic.of(true, narrow);
    arithmetic.need(source);
    key.append(' ').append(arithmetic).append(" times ").append(multiplier);
    parameters.add("const struct %s *scale".formatted(arithmetic.struct()));
    arguments.add(new Argument.Text("&" + struct("", arithmetic, powerless(rule), new int[0])));
    addLimits("");
    channel.add("const %s offset = scale->offset[channel];".formatted(arithmetic.offsetType()));
    String digits = Arithmetic.digits("value", "u" + arithmetic.offsetType(), multiplier);
    value.add(
        limited(arithmetic, "", "(%s)(%s) + offset".formatted(arithmetic.offsetType(), digits)));
    return this;
  }

  /** A rule without multipliers: these stand in the program. */
  private static Epilogue.Requantize powerless(Epilogue.Requantize rule) {
    return new Epilogue.Requantize(new int[0], rule.bias(), rule.shift(), rule.output());
  }

  private String struct(
      String prefix, Arithmetic arithmetic, Epilogue.Requantize rule, int[] multiplier) {
    String start = layer + "_" + prefix;
    return source.struct(
        arithmetic.struct(),
        STRUCT_BYTES,
        start + "scale",
        "%s, %s, %s,\n%du, %d, %d\n"
            .formatted(
                factors(start + "factor", arithmetic, rule.multiplier()),
                offsets(start + "offset", arithmetic, rule),
                factors(start + "other", arithmetic, multiplier),
                rule.shift(),
                rule.output().min(),
                rule.output().max()));
  }

  private String factors(String name, Arithmetic arithmetic, int[] values) {
    String type = arithmetic.factorType();
    return values.length == 0
        ? "0"
        : source.array(
            type,
            arithmetic.isShift() ? 1 : 4,
            name,
            Arrays.stream(values).flatMap(arithmetic::codes).asLongStream());
  }

  /** The biases with the half that rounds. */
  private String offsets(String name, Arithmetic arithmetic, Epilogue.Requantize rule) {
    long half = rule.shift() == 0 ? 0 : 1L << (rule.shift() - 1);
    return source.array(
        arithmetic.offsetType(),
        arithmetic.isWide() ? 8 : 4,
        name,
        Arrays.stream(rule.bias()).map(bias -> bias + half));
  }

  /** What distinguishes the lines from those of other layers. */
  String key() {
    return key.toString();
  }

  /** The parameters' declarations, each with a comma after it. */
  String parameters() {
    return parameters.stream().map(p -> p + ", ").collect(Collectors.joining());
  }

  List<Argument> arguments() {
    return arguments;
  }

  String constants() {
    return String.join("\n", constants);
  }

  String channel() {
    return String.join("\n", channel);
  }

  String value() {
    return String.join("\n", value);
  }

  /**
   * A C condition, true where larger sums of a channel give smaller values; empty if it depends on
   * more than the sum. Rounding keeps the order, so the largest value is that of the largest sum,
   * or of the smallest.
   */
  Optional<String> falling() {
    return stages == 1 && !both ? Optional.of(falling) : Optional.empty();
  }

  /** Whether a residual block's shortcut is added. */
  boolean joins() {
    return stages > 1;
  }

  /** Multiplications of one value. */
  long multiplications() {
    return multiplications;
  }
}
