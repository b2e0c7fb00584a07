package org.dyadic.export.c;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One call of the program.
 *
 * @param title the layer's name and kind, for people
 * @param function the C function
 * @param arguments in order
 * @param work what it computes
 */
record Step(String title, String function, List<Argument> arguments, Work work) {
  Step {
    arguments = List.copyOf(arguments);
  }

  /** The parts of the arena that the step uses. */
  Stream<Buffer> buffers() {
    return arguments.stream()
        .<Buffer>mapMulti(
            (argument, sink) -> {
              switch (argument) {
                case Tensor tensor -> sink.accept(tensor.buffer());
                case Argument.Words words -> sink.accept(words.buffer());
                case Argument.Text text -> {}
              }
            });
  }

  /** The C statement. */
  String call() {
    return arguments.stream()
        .map(Argument::text)
        .collect(Collectors.joining(", ", function + "(", ");"));
  }
}
