package org.dyadic.train.method;

import java.util.List;
import java.util.Locale;

/**
 * The choices that SGM leaves open.
 *
 * @param update how the regularizer acts
 * @param clip where latent weights are clipped
 * @param divisor what a layer's regularizer is divided by
 * @param lambdaStart lambda of the first epoch, positive
 * @param lambdaEnd lambda of the last epoch; null to adapt it to the largest layer
 * @param steps when step sizes are chosen
 * @param blend share of the phase after which the forward pass sees weights at their modes; 0 if it
 *     never does
 */
record SgmSettings(
    Update update,
    Clip clip,
    Divisor divisor,
    double lambdaStart,
    Double lambdaEnd,
    StepChoice steps,
    double blend) {
  static final List<MethodOption> OPTIONS =
      List.of(
          MethodOption.choice(
              "update", "how the regularizer acts on a weight", "explicit", "proximal"),
          MethodOption.choice(
              "clip", "where weights are clipped after a step", "mode", "half-step", "none"),
          MethodOption.choice(
              "divide-by", "the regularizer of a layer is divided by its", "size", "mean"),
          MethodOption.number("lambda", 10, 1e-30, 1e30, "lambda of the first epoch"),
          MethodOption.automatic("lambda-end", 1e-30, 1e30, "lambda of the last epoch"),
          MethodOption.choice(
              "step", "step sizes are chosen at the start, or in each epoch", "frozen", "learned"),
          MethodOption.number(
              "blend",
              0,
              0,
              1,
              "share of the phase in which the forward pass goes over from latent to rounded"
                  + " weights; 0: it always sees latent ones"));

  /** How the regularizer acts on a weight. */
  enum Update {
    /** Its gradient is added to the task's, as in the paper. */
    EXPLICIT,
    /**
     * w = (w + c Q(w)) / (1 + c) after the task's step: no stability limit, the same fixed points.
     */
    PROXIMAL
  }

  /** Where latent weights are clipped after every step. */
  enum Clip {
    /** At the outermost mode. */
    MODE,
    /** Half a step beyond the outermost mode. */
    HALF_STEP,
    /** Nowhere. */
    NONE
  }

  /** What a layer's regularizer is divided by. */
  enum Divisor {
    /** M_l, the layer's number of weights, as in the paper: small layers freeze first. */
    SIZE,
    /** The mean of M_l over the layers: all layers freeze together. */
    MEAN
  }

  /** When step sizes are chosen. */
  enum StepChoice {
    /** Once, on the float weights, as in the paper. */
    FROZEN,
    /**
     * Again before each epoch on the latent weights. The task's loss does not depend on the step
     * sizes, so this is the exact minimum of the whole loss over them.
     */
    LEARNED
  }

  static SgmSettings of(MethodOptions options) {
    return new SgmSettings(
        Update.valueOf(constant(options.choice("update"))),
        Clip.valueOf(constant(options.choice("clip"))),
        Divisor.valueOf(constant(options.choice("divide-by"))),
        options.number("lambda"),
        options.optional("lambda-end").isPresent()
            ? Double.valueOf(options.optional("lambda-end").getAsDouble())
            : null,
        StepChoice.valueOf(constant(options.choice("step"))),
        options.number("blend"));
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
