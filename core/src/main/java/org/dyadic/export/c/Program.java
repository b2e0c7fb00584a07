package org.dyadic.export.c;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.quant.Fold;
import org.dyadic.quant.QuantizedNetwork;

/**
 * A network as C: what is called, with what, and where its data lie.
 *
 * @param source functions and constants
 * @param schedule the calls
 * @param arena the memory
 */
record Program(QuantizedNetwork network, Source source, Schedule schedule, Arena arena) {

  /**
   * The program of the fastest plan whose arena keeps the limit.
   *
   * @throws IllegalArgumentException if none does, naming the smallest arena; or if the network
   *     multiplies and must not
   */
  static Program of(QuantizedNetwork network, COptions options) {
    if (options.noMultiply() && network.fold() != Fold.SHIFT) {
      throw new IllegalArgumentException(
          "--no-multiply: this model has the fold exact, which multiplies once an output; 'dyadic"
              + " pack RUN --fold shift --out FILE' packs its run without multiplications");
    }
    Program smallest = null;
    for (Plan plan : Plan.ladder(options.target().words())) {
      Program program = of(network, plan);
      int bytes = program.arena().bytes();
      if (options.arenaLimit().isEmpty() || bytes <= options.arenaLimit().getAsInt()) {
        return program;
      }
      smallest = smallest == null || bytes < smallest.arena().bytes() ? program : smallest;
    }
    throw new IllegalArgumentException(
        "--arena-limit %,d: this network needs an arena of %,d bytes, the most in %s"
            .formatted(
                options.arenaLimit().getAsInt(), smallest.arena().bytes(), smallest.fullest()));
  }

  private static Program of(QuantizedNetwork network, Plan plan) {
    Source source = new Source();
    source.need("base.c");
    Schedule schedule = Lowering.lower(network, source, plan);
    return new Program(network, source, schedule, Arena.of(schedule));
  }

  /** The step that has the most bytes in use. */
  private String fullest() {
    int fullest = 0;
    for (int step = 1; step < schedule.steps().size(); step++) {
      fullest = schedule.live(step) > schedule.live(fullest) ? step : fullest;
    }
    return schedule.steps().get(fullest).title();
  }

  /** What an inference computes. */
  Work work() {
    return schedule.steps().stream().map(Step::work).reduce(Work.NONE, Work::plus);
  }

  /** The statements of an inference. */
  List<String> statements() {
    List<String> statements = new ArrayList<>();
    for (Step step : schedule.steps()) {
      statements.add("/* " + Comments.safe(step.title()) + " */");
      statements.add(step.call());
    }
    return statements;
  }
}
