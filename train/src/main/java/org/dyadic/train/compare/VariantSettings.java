package org.dyadic.train.compare;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.dyadic.quant.Fold;
import org.dyadic.train.TrainingConfigBuilder;
import org.dyadic.train.method.AuthorsSettings;
import org.dyadic.train.optimizer.Optimizer;
import org.dyadic.train.optimizer.RateSchedule;

/** What a row may set for itself beside its method's options. */
final class VariantSettings {
  static final String POLICY = "policy";

  private static final String FIRST_LAST_BITS = "first-last-bits";
  private static final String PER_CHANNEL = "per-channel";
  private static final String WEIGHT_DECAY = "weight-decay";
  private static final String ACTIVATION_BITS = "activation-bits";
  private static final String ACTIVATION_PRIOR = "activation-prior";

  private static final Map<String, BiConsumer<TrainingConfigBuilder, String>> SETTERS =
      Map.ofEntries(
          Map.entry("bits", (builder, text) -> builder.bits(bits("bits", text))),
          Map.entry(
              FIRST_LAST_BITS,
              (builder, text) -> builder.firstLastBits(bits(FIRST_LAST_BITS, text))),
          Map.entry("lr", (builder, text) -> builder.learningRate(number("lr", text))),
          Map.entry("lr-end", (builder, text) -> builder.learningRateEnd(number("lr-end", text))),
          Map.entry(
              WEIGHT_DECAY,
              (builder, text) -> builder.methodWeightDecay(number(WEIGHT_DECAY, text))),
          Map.entry(
              "optimizer",
              (builder, text) -> builder.optimizer(word(Optimizer.Kind.class, "optimizer", text))),
          Map.entry(
              "schedule",
              (builder, text) -> builder.schedule(word(RateSchedule.Kind.class, "schedule", text))),
          Map.entry("distill", (builder, text) -> builder.distillation(number("distill", text))),
          Map.entry(
              ACTIVATION_BITS,
              (builder, text) -> builder.activationBits(bits(ACTIVATION_BITS, text))),
          Map.entry(
              ACTIVATION_PRIOR,
              (builder, text) -> builder.activationPrior(number(ACTIVATION_PRIOR, text))),
          Map.entry("fold", (builder, text) -> builder.fold(word(Fold.class, "fold", text))),
          Map.entry(
              PER_CHANNEL,
              (builder, text) ->
                  builder.perChannel(word(Answer.class, PER_CHANNEL, text) == Answer.TRUE)),
          Map.entry(POLICY, (_, text) -> word(Policy.class, POLICY, text)));

  private enum Answer {
    TRUE,
    FALSE
  }

  private VariantSettings() {}

  static boolean exists(String name) {
    return SETTERS.containsKey(name);
  }

  /**
   * Sets one.
   *
   * @throws IllegalArgumentException naming the setting, its value and the rule
   */
  static void apply(String name, String value, TrainingConfigBuilder builder) {
    SETTERS.get(name).accept(builder, value);
  }

  /** Sets what a method's authors did otherwise. */
  static void apply(AuthorsSettings authors, TrainingConfigBuilder builder) {
    if (authors.optimizer() != null) {
      builder.optimizer(authors.optimizer());
    }
    if (authors.schedule() != null) {
      builder.schedule(authors.schedule());
    }
    if (authors.learningRate() != null) {
      builder.learningRate(authors.learningRate());
    }
    if (authors.learningRateEnd() != null) {
      builder.learningRateEnd(authors.learningRateEnd());
    }
    if (authors.weightDecay() != null) {
      builder.methodWeightDecay(authors.weightDecay());
    }
    if (authors.firstLastBits() != null) {
      builder.firstLastBits(authors.firstLastBits());
    }
    authors.options().forEach(builder::option);
  }

  private static int bits(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("%s=%s must be a whole number".formatted(name, text), e);
    }
  }

  private static double number(String name, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("%s=%s must be a number".formatted(name, text), e);
    }
  }

  static <E extends Enum<E>> E word(Class<E> kind, String name, String text) {
    return Arrays.stream(kind.getEnumConstants())
        .filter(constant -> lower(constant).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s=%s must be one of: %s"
                        .formatted(
                            name,
                            text,
                            Arrays.stream(kind.getEnumConstants())
                                .map(VariantSettings::lower)
                                .collect(Collectors.joining(", ")))));
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
