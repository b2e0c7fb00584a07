package org.dyadic.export.c;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.dyadic.quant.AccumulatorProof;
import org.dyadic.quant.Epilogue;

/**
 * What becomes of a sum, as lines of C around a variable {@code value}: what is read once, what is
 * read for each channel, and what is done to each value. Constants go to the source.
 */
final class Finish {
  private static final int STRUCT_BYTES = 24;

  private final Source source;
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
   * @param layer the start of the constants' names
   * @param tiled whether values come in tiles of places, those of a convolution
   */
  Finish(Source source, String layer, boolean tiled) {
    this.source = source;
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
    String at = tiled ? "places[l].side + channel" : "channel";
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
  Finish rescale(
      String prefix, Epilogue.Requantize rule, int[] multiplier, String other, boolean narrow) {
    both = multiplier.length > 0;
    stages++;
    falling = prefix + "factor < 0";
    String type = narrow ? "rescale" : "rescale_wide";
    key.append(' ').append(type).append(both ? " both" : "");
    source.need("within.c");
    source.need(type + ".c");
    String scale = prefix + "scale";
    parameters.add("const struct %s *%s".formatted(type, scale));
    arguments.add(new Argument.Text("&" + struct(prefix, type, rule, multiplier, narrow)));
    constants.add("const uint32_t %sshift = %s->shift;".formatted(prefix, scale));
    constants.add(
        "const int32_t %slow = %s->low, %shigh = %s->high;"
            .formatted(prefix, scale, prefix, scale));
    channel.add("const int32_t %sfactor = %s->factor[channel];".formatted(prefix, scale));
    channel.add(
        "const %s %soffset = %s->offset[channel];"
            .formatted(narrow ? "int32_t" : "int64_t", prefix, scale));
    if (both) {
      channel.add("const int32_t %sother = %s->other[channel];".formatted(prefix, scale));
    }
    value.add(formula(prefix, both, other, narrow));
    multiplications += both ? 2 : 1;
    return this;
  }

  private static String formula(String p, boolean both, String other, boolean narrow) {
    String wide = narrow ? "" : "(int64_t)";
    String sum = p + "factor * " + wide + "value + " + p + "offset";
    String all = both ? sum + " + " + p + "other * " + wide + other : sum;
    return "value = %s((%s) >> %sshift, %slow, %shigh);"
        .formatted(narrow ? "within" : "within_wide", all, p, p, p);
  }

  private String struct(
      String prefix, String type, Epilogue.Requantize rule, int[] multiplier, boolean narrow) {
    String start = layer + "_" + prefix;
    String factor = ints(start + "factor", rule.multiplier());
    String offset = offsets(start + "offset", rule, narrow);
    String other = multiplier.length == 0 ? "0" : ints(start + "other", multiplier);
    return source.struct(
        type,
        STRUCT_BYTES,
        start + "scale",
        "%s, %s, %s,\n%du, %d, %d\n"
            .formatted(
                factor, offset, other, rule.shift(), rule.output().min(), rule.output().max()));
  }

  private String ints(String name, int[] values) {
    return source.array("int32_t", 4, name, Arrays.stream(values).asLongStream());
  }

  /** The biases with the half that rounds. */
  private String offsets(String name, Epilogue.Requantize rule, boolean narrow) {
    long half = rule.shift() == 0 ? 0 : 1L << (rule.shift() - 1);
    LongStream values = Arrays.stream(rule.bias()).map(bias -> bias + half);
    return narrow
        ? source.array("int32_t", 4, name, values)
        : source.array("int64_t", 8, name, values);
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

  /** Multiplications of one value. */
  long multiplications() {
    return multiplications;
  }
}
