package org.dyadic.inference;

import java.util.Arrays;
import java.util.List;
import org.dyadic.kernel.Window;

/**
 * Where the time of an inference goes: one of its steps, with what follows a layer's sums.
 *
 * @param what the step, such as {@code 128 -> 256, 3x3, 16x16}: channels, window, rows and columns
 *     of the output
 * @param weightsApplied weights times the places where each is used
 * @param medianMillis its time within whole inferences
 */
public record StepTime(String what, long weightsApplied, double medianMillis) {
  private static final double NANOS = 1e6;

  /** Weights applied a second, in thousand millions. */
  public double gigaPerSecond() {
    return weightsApplied / medianMillis / NANOS;
  }

  static StepTime of(Step step, long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new StepTime(what(step), applied(step), sorted[sorted.length / 2] / NANOS);
  }

  /** All steps' times together. */
  public static double sum(List<StepTime> times) {
    return times.stream().mapToDouble(StepTime::medianMillis).sum();
  }

  private static String what(Step step) {
    return switch (step) {
      case Step.Multiply layer -> describe(layer.window());
      case Step.MultiplyJoin layer -> describe(layer.window()) + ", residual join";
      case Step.MultiplyPlanes layer -> describe(layer.window()) + ", two planes";
      case Step.MaxPool pool -> "max pool " + describe(pool.window());
      case Step.SumPool pool -> "average pool " + describe(pool.window());
      case Step.Subsample shortcut -> "subsample " + describe(shortcut.window());
      case Step.Scale scale ->
          "scale and offset, %d channels".formatted(scale.rescale().channels());
      case Step.Join join -> "residual join, %d channels".formatted(join.rescale().channels());
      case Step.Recur layer -> "recurrent, %d units".formatted(layer.gates().units());
      case Step.Copy copy -> "copy of %d channels".formatted(copy.channels());
    };
  }

  private static String describe(Window w) {
    return "%d -> %d, %dx%d, %dx%d"
        .formatted(
            w.channels(),
            w.outChannels(),
            w.size().rows(),
            w.size().columns(),
            w.outHeight(),
            w.outWidth());
  }

  private static long applied(Step step) {
    return switch (step) {
      case Step.Multiply layer -> applied(layer.window());
      case Step.MultiplyJoin layer -> applied(layer.window());
      case Step.MultiplyPlanes layer -> applied(layer.window());
      default -> 0;
    };
  }

  private static long applied(Window w) {
    return (long) w.fanIn() * w.outChannels() * w.outHeight() * w.outWidth();
  }
}
