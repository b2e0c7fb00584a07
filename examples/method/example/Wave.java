package example;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.quant.FixedPoint;
import org.dyadic.train.method.Method;
import org.dyadic.train.method.MethodOption;
import org.dyadic.train.method.MethodProvider;
import org.dyadic.train.method.MethodSetup;
import org.dyadic.train.method.QuantizedLayer;
import org.dyadic.train.method.Step;
import org.dyadic.train.method.WeightLayer;

/**
 * A method outside of Dyadic: a sinusoidal regularizer that is zero on the whole grid.
 *
 * <p>Loss: {@code task + strength(E) * sum over layers of (1 / M_l) * sum_i sin^2(pi w_i / D_l)}
 *
 * <p>Gradient: {@code dtask/dw + strength(E) * pi / (M_l D_l) * sin(2 pi w / D_l)}
 *
 * <p>Symbols: D_l = 2^-f_l the step size, best on the float weights and then frozen; M_l the number
 * of weights of layer l; strength(E) grows linearly over the epochs.
 */
public final class Wave implements MethodProvider {
  @Override
  public String name() {
    return "wave";
  }

  @Override
  public String summary() {
    return "pulls weights to the grid with a sine";
  }

  @Override
  public String source() {
    return "an example";
  }

  @Override
  public Scale scale() {
    return Scale.FIXED_POINT;
  }

  @Override
  public List<MethodOption> options() {
    return List.of(MethodOption.number("strength", 1, 0, 1e6, "of the last epoch"));
  }

  @Override
  public Method create(MethodSetup setup) {
    return new Run(setup);
  }

  private static final class Run implements Method {
    private final double strength;
    private final int epochs;
    private final Map<WeightLayer, double[]> exponents = new LinkedHashMap<>();

    Run(MethodSetup setup) {
      strength = setup.options().number("strength");
      epochs = setup.epochs();
      for (WeightLayer layer : setup.layers()) {
        // Arrays of the state are in every checkpoint, so a resumed run finds them again.
        exponents.put(layer, setup.state().numbers(layer.name(), layer.blocks()));
      }
    }

    @Override
    public void start(float[] w) {
      exponents.forEach(
          (layer, f) -> {
            for (int b = 0; b < layer.blocks(); b++) {
              f[b] = FixedPoint.bestExponent(w, layer.from(b), layer.blockSize(), layer.bits());
            }
          });
    }

    @Override
    public void backward(float[] w, float[] gradient, Step step) {
      double now = strength * (step.epoch() + 1) / epochs;
      exponents.forEach(
          (layer, f) -> {
            for (int b = 0; b < layer.blocks(); b++) {
              double size = FixedPoint.step((int) f[b]);
              for (int i = layer.from(b); i < layer.to(b); i++) {
                double slope = Math.PI / size * Math.sin(2 * Math.PI * w[i] / size);
                gradient[i] += (float) (now / layer.size() * slope);
              }
            }
          });
    }

    @Override
    public QuantizedLayer quantize(WeightLayer layer, float[] w) {
      double[] f = exponents.get(layer);
      int[] all = new int[layer.blocks()];
      byte[] codes = new byte[layer.size()];
      for (int b = 0; b < layer.blocks(); b++) {
        all[b] = (int) f[b];
        byte[] block = FixedPoint.codes(w, layer.from(b), layer.blockSize(), all[b], layer.bits());
        System.arraycopy(block, 0, codes, b * layer.blockSize(), block.length);
      }
      return QuantizedLayer.Coded.fixedPoint(layer.bits(), codes, all);
    }
  }
}
