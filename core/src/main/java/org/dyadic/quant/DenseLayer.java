package org.dyadic.quant;

import java.util.List;
import org.dyadic.model.Shape;

/**
 * The channels of the input, then those of the body's output. Both have one grid, so that nothing
 * is rounded here.
 */
public record DenseLayer(Shape in, List<IntegerLayer> body) implements IntegerLayer {
  /** Copies the list and checks that the body keeps rows and columns. */
  public DenseLayer {
    body = List.copyOf(body);
    Rules.check(!body.isEmpty(), "dense", "the body must have a layer");
    Shape grown = Rules.chain("dense", in, body);
    Rules.check(
        grown.height() == in.height() && grown.width() == in.width(),
        "dense",
        "the body gives %s for the input %s",
        grown,
        in);
  }

  @Override
  public Shape out() {
    int channels = Math.addExact(in.channels(), body.getLast().out().channels());
    return new Shape(channels, in.height(), in.width());
  }

  @Override
  public Grid output() {
    return body.getLast().output();
  }
}
