package org.dyadic.train.torch;

import java.util.Arrays;
import java.util.List;
import org.dyadic.export.UnsupportedNetworkException;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RecurrentLayer;
import org.dyadic.verify.Agreement;
import org.dyadic.verify.Candidate;
import org.dyadic.verify.ExecutorProvider;
import org.dyadic.verify.OpenExecutor;

/** The trainer's own evaluation of a quantized network, {@link TorchIntegers}, as an executor. */
public final class TorchIntegersProvider implements ExecutorProvider {
  private static final String NAME = "trainer";

  /** For the service loader. */
  public TorchIntegersProvider() {}

  @Override
  public List<Candidate> candidates() {
    return List.of(new Trainer());
  }

  private record Trainer() implements Candidate {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Agreement agreement() {
      return Agreement.LOGITS;
    }

    @Override
    public OpenExecutor open(QuantizedNetwork network) {
      List<String> recurrent =
          network.layers().stream()
              .filter(RecurrentLayer.class::isInstance)
              .map(layer -> ((RecurrentLayer) layer).name() + ": libtorch has no integer cells")
              .toList();
      if (!recurrent.isEmpty()) {
        throw new UnsupportedNetworkException(NAME, recurrent);
      }
      return new Open(network);
    }
  }

  private record Open(QuantizedNetwork network) implements OpenExecutor {
    @Override
    public void logits(byte[] pixels, int images, int[] logits) {
      int size = network.preprocessing().shape().size();
      byte[][] batch = new byte[images][];
      for (int i = 0; i < images; i++) {
        batch[i] = Arrays.copyOfRange(pixels, i * size, (i + 1) * size);
      }
      int[][] rows = TorchIntegers.logits(network, batch);
      for (int i = 0; i < images; i++) {
        System.arraycopy(rows[i], 0, logits, i * rows[i].length, rows[i].length);
      }
    }

    @Override
    public void close() {
      // Tensors end with each batch.
    }
  }
}
