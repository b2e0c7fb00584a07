package org.dyadic.train.method;

/**
 * Gradient descent on the task alone, with weight decay (Krogh and Hertz, 1992): the reference with
 * as many epochs as every method has.
 */
public final class Unquantized implements Method {

  @Override
  public QuantizedLayer quantize(WeightLayer layer, float[] w) {
    return new QuantizedLayer.Unquantized();
  }

  /** {@code --method float}. */
  public static final class Provider implements MethodProvider {
    @Override
    public String name() {
      return "float";
    }

    @Override
    public String summary() {
      return "goes on in float with weight decay: the reference";
    }

    @Override
    public String source() {
      return "A. Krogh, J. Hertz, A simple weight decay can improve generalization, NIPS 1991";
    }

    @Override
    public Scale scale() {
      return Scale.NONE;
    }

    @Override
    public Method create(MethodSetup setup) {
      return new Unquantized();
    }
  }
}
