package org.dyadic.export.c;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The calls of a program in order, and the parts of the arena that they use. */
final class Schedule {
  /** An output that may lie where an input of the same step does. */
  private record InPlace(int step, Buffer input, Buffer output) {}

  private final Source source;
  private final List<Step> steps = new ArrayList<>();
  private final List<Long> flash = new ArrayList<>();
  private long counted;
  private final List<InPlace> candidates = new ArrayList<>();

  /** A schedule whose steps' constants go to a source. */
  Schedule(Source source) {
    this.source = source;
  }

  /** Adds a step; all constants since the last one are its own. */
  void add(Step step) {
    flash.add(source.constantBytes() - counted);
    counted = source.constantBytes();
    step.buffers().forEach(buffer -> buffer.use(steps.size()));
    steps.add(step);
  }

  /**
   * Says that the last step's output may take the place of one of its inputs, element by element,
   * if nobody needs that input any more.
   */
  void mayOverwrite(Tensor input, Tensor output) {
    candidates.add(new InPlace(steps.size() - 1, input.buffer(), output.buffer()));
  }

  /** Lets outputs take the places of inputs that are not needed any more. */
  void overwrite() {
    for (InPlace candidate : candidates) {
      Buffer input = candidate.input();
      if (input.last() == candidate.step() && input.bytes() >= candidate.output().bytes()) {
        candidate.output().takePlaceOf(input);
      }
    }
  }

  /** The bytes of a step's constants. */
  long flash(int step) {
    return flash.get(step);
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** The parts of the arena, each once. */
  Set<Buffer> buffers() {
    Set<Buffer> buffers = new LinkedHashSet<>();
    steps.forEach(step -> step.buffers().map(Buffer::root).forEach(buffers::add));
    return buffers;
  }

  /** The bytes that are in use during a step. */
  long live(int step) {
    return buffers().stream()
        .filter(buffer -> buffer.first() <= step && step <= buffer.last())
        .mapToLong(Buffer::bytes)
        .sum();
  }
}
