package org.dyadic.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.data.Dataset;
import org.dyadic.data.ImageSet;
import org.dyadic.model.Network;
import org.dyadic.model.Networks;
import org.dyadic.model.State;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.train.TrainingState.Phase;
import org.dyadic.train.method.Method;

/**
 * Quantization without training: the weights of a float network are rounded as they are. Images are
 * needed for batch-norm statistics and the activations' steps alone.
 */
public final class PostTraining {
  private static final int LEAST_IMAGES = 2;

  /**
   * What it gave.
   *
   * @param metrics errors in percent of the test set: {@code float_error}, {@code
   *     quantized_stale_error} (before batch-norm re-estimation), {@code quantized_error}, {@code
   *     integer_error}; empty where there are no labels
   * @param layers what rounding costs each layer, see {@link LayerReport#relativeDistance}
   * @param network what was packed
   */
  public record Result(
      Map<String, Double> metrics, List<LayerReport> layers, QuantizedNetwork network) {
    /** Copies, and keeps the order. */
    public Result {
      metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
      layers = List.copyOf(layers);
    }
  }

  private PostTraining() {}

  /**
   * Rounds and packs.
   *
   * @param config of a method that does not train, such as {@code naive}
   * @param dataset its training images are used; its test images are what errors are measured on
   * @param labelled whether the labels mean anything
   * @param start the float network
   * @param file where the model goes
   * @throws IllegalArgumentException if the network does not fit the images or cannot be packed
   * @throws IOException if the file cannot be written
   */
  public static Result quantize(
      TrainingConfig config, Dataset dataset, boolean labelled, State start, Path file)
      throws IOException {
    if (config.provider().trains()) {
      throw new IllegalArgumentException("method %s trains".formatted(config.method()));
    }
    if (dataset.train().size() < LEAST_IMAGES) {
      throw new IllegalArgumentException(
          "%d images are too few; statistics need at least %d"
              .formatted(dataset.train().size(), LEAST_IMAGES));
    }
    Network model =
        Networks.create(config.model(), dataset.preprocessing().shape(), dataset.classes());
    Packability.require(model, dataset, config);
    try (Session session = new Session(config, model, dataset, null)) {
      TrainingState state = new TrainingState(session.layout(), config.moments());
      session.layout().pack(start, state.trained, state.statistics);
      state.phase = Phase.METHOD;
      session.setState(state);
      new UnfoldedNorms(session).settle();
      return quantize(session, labelled, file);
    }
  }

  private static Result quantize(Session session, boolean labelled, Path file) throws IOException {
    Map<String, Double> metrics = new LinkedHashMap<>();
    ImageSet test = session.dataset().test();
    Method method = session.method();
    method.start(session.state().trained);
    List<LayerReport> layers = session.layerReports(method);
    Packer packer = new Packer(session, method, session.config().fold());
    if (!labelled) {
      return new Result(metrics, layers, packer.packUnmeasured(packer.settle(), metrics, file));
    }
    metrics.put("float_error", session.evaluator().error(test));
    metrics.put("quantized_stale_error", session.quantizedError(test, method));
    float[] settled = packer.settle();
    metrics.put("quantized_error", session.evaluator().error(test));
    return new Result(metrics, layers, packer.pack(settled, metrics, file));
  }
}
