package org.dyadic.export.c;

import java.util.List;
import java.util.stream.IntStream;
import org.dyadic.data.Preprocessing;

/** Writes the step from pixels to the network's input. */
final class Inputs {
  private Inputs() {}

  static Step write(Source source, Preprocessing preprocessing, Tensor out) {
    source.need("normalize.c");
    byte[] table = preprocessing.table().codes();
    String name =
        source.array(
            "int8_t", 1, "pixels_table", IntStream.range(0, table.length).mapToLong(i -> table[i]));
    return new Step(
        "input: table of pixels",
        "normalize",
        List.of(
            new Argument.Text("pixels"),
            new Argument.Text(name),
            Pools.count(out.shape().channels()),
            Pools.count(out.shape().area()),
            out),
        Work.NONE);
  }
}
