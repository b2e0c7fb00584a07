package org.dyadic.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.dyadic.data.Dataset;
import org.dyadic.data.ImageSet;
import org.dyadic.format.ModelFile;
import org.dyadic.inference.Classifier;
import org.dyadic.model.State;
import org.dyadic.quant.Fold;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.Quantizer;
import org.dyadic.train.method.Method;

/**
 * From trained parameters to a model file: weights at their levels, batch norms as the fold wants
 * them, activations' steps from training images, integers.
 */
final class Packer {
  /** After the first, statistics of a layer move by what rounding scales moved those before it. */
  private static final int SHIFT_ROUNDS = 3;

  private final Session session;
  private final Fold fold;
  private final Method method;

  Packer(Session session, Method method, Fold fold) {
    this.session = session;
    this.method = method;
    this.fold = fold;
  }

  /**
   * Puts every weight at its level and estimates statistics anew, unless the configuration keeps
   * them. Under {@link Fold#SHIFT} batch norms get scales of two shifts by them; as that changes
   * what later layers see, both are repeated.
   *
   * @return the parameters; they and the statistics stay in the network
   */
  float[] settle() {
    float[] values = session.quantized(method);
    load(values);
    int rounds = fold == Fold.SHIFT ? SHIFT_ROUNDS : 1;
    for (int round = 0; round < rounds && session.config().reestimate(); round++) {
      session
          .evaluator()
          .reestimate(session.train(), session.augmentation(), session.config().seed());
      load(values);
    }
    return values;
  }

  private void load(float[] values) {
    if (fold == Fold.SHIFT) {
      session.shiftNorms().snap(values);
    }
    session.network().setTrained(values);
  }

  /**
   * Settles, and measures the network before and after.
   *
   * @param metrics receives the errors before integers, see {@link TrainingResult#metrics}
   * @return as {@link #settle()}
   */
  float[] settle(Map<String, Double> metrics) {
    ImageSet test = session.dataset().test();
    if (!method.transforms()) {
      metrics.put("latent_error", session.latentError(test));
    }
    metrics.put("quantized_stale_error", session.quantizedError(test, method));
    float[] settled = settle();
    metrics.put("quantized_error", session.evaluator().error(test));
    if (session.config().validation() > 0) {
      metrics.put("validation_error", session.evaluator().error(session.monitor()));
    }
    return settled;
  }

  /**
   * Packs what {@link #settle} left loaded.
   *
   * @param settled its parameters
   * @param metrics receives {@code integer_error}; all of them go into the file
   * @param file where the model goes
   */
  QuantizedNetwork pack(float[] settled, Map<String, Double> metrics, Path file)
      throws IOException {
    Quantizer quantizer = quantizer(settled);
    metrics.put(
        "integer_error",
        Classifier.of(quantize(quantizer, "{}"))
            .evaluate(session.dataset().test(), session.config().threads())
            .errorPercent());
    return write(quantizer, metrics, file);
  }

  /** The same without {@code integer_error}, for images without labels. */
  QuantizedNetwork packUnmeasured(float[] settled, Map<String, Double> metrics, Path file)
      throws IOException {
    return write(quantizer(settled), metrics, file);
  }

  private QuantizedNetwork write(Quantizer quantizer, Map<String, Double> metrics, Path file)
      throws IOException {
    QuantizedNetwork packed = quantize(quantizer, Provenance.of(session, metrics).toString());
    ModelFile.write(packed, file);
    return packed;
  }

  private QuantizedNetwork quantize(Quantizer quantizer, String provenance) {
    Dataset dataset = session.dataset();
    return quantizer.quantize(dataset.preprocessing(), dataset.classNames(), provenance);
  }

  /** Collects what folding needs of the network that is loaded. */
  private Quantizer quantizer(float[] settled) {
    float[] statistics = new float[session.layout().statisticsSize()];
    session.network().getStatistics(statistics);
    State state = session.layout().unpack(settled, statistics);
    return new Quantizer(
        state, Packing.codes(session, method), session.activations().steps(), fold);
  }
}
