package org.dyadic.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.data.Dataset;
import org.dyadic.format.ModelFile;
import org.dyadic.inference.Classifier;
import org.dyadic.model.State;
import org.dyadic.quant.Activation;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.Quantizer;
import org.dyadic.train.method.Method;
import org.dyadic.train.torch.Torch;

/**
 * The end of a run: hard quantization, calibration, folding, packing, and the final errors. Weights
 * that no executor can run stay in the run folder, with the reason.
 */
final class Finisher {
  private final Session session;
  private final TrainingListener listener;

  Finisher(Session session, TrainingListener listener) {
    this.session = session;
    this.listener = listener;
  }

  TrainingResult finish(Method method) throws IOException {
    TrainingState state = session.state();
    Map<String, Double> metrics = new LinkedHashMap<>(state.metrics);
    listener.message("quantizing, calibrating and packing");
    Safetensors.write(
        session.folder().path().resolve("latent.safetensors"),
        session.layout().unpack(state.trained, state.statistics));
    float[] quantized = session.quantized(method);
    WeightSummary weights =
        WeightSummary.of(session.weightLayers(), method, state.trained, quantized);
    measure(method, metrics);
    QuantizedNetwork packed = null;
    if (weights.obstacles().isEmpty()) {
      packed = pack(method, quantized, metrics);
    } else {
      Files.deleteIfExists(session.folder().model());
      listener.warning(
          "not packed: %s (%d of %d layers)"
              .formatted(
                  weights.obstacles().getFirst(),
                  weights.obstacles().size(),
                  session.weightLayers().size()));
    }
    session.loadIntoNetwork();
    TrainingResult result = result(metrics, weights, packed);
    writeResult(result);
    return result;
  }

  /** The errors before integers; leaves the quantized weights and their statistics loaded. */
  private void measure(Method method, Map<String, Double> metrics) {
    Dataset dataset = session.dataset();
    if (!method.transforms()) {
      metrics.put("latent_error", session.latentError(dataset.test()));
    }
    metrics.put("quantized_stale_error", session.quantizedError(dataset.test(), method));
    if (session.config().reestimate()) {
      metrics.put("quantized_error", session.reestimatedError(dataset.test(), method));
    } else {
      session.network().setTrained(session.quantized(method));
      metrics.put("quantized_error", metrics.get("quantized_stale_error"));
    }
    if (session.config().validation() > 0) {
      metrics.put("validation_error", session.evaluator().error(session.monitor()));
    }
  }

  private QuantizedNetwork pack(Method method, float[] quantized, Map<String, Double> metrics)
      throws IOException {
    Dataset dataset = session.dataset();
    Quantizer quantizer = quantizer(method, quantized);
    QuantizedNetwork packed = quantize(quantizer, "{}");
    metrics.put(
        "integer_error",
        Classifier.of(packed).evaluate(dataset.test(), session.config().threads()).errorPercent());
    packed = quantize(quantizer, Provenance.of(session, metrics).toString());
    ModelFile.write(packed, session.folder().model());
    return packed;
  }

  private QuantizedNetwork quantize(Quantizer quantizer, String provenance) {
    Dataset dataset = session.dataset();
    return quantizer.quantize(dataset.preprocessing(), dataset.classNames(), provenance);
  }

  /** Calibrates the quantized network that is loaded, and collects what folding needs. */
  private Quantizer quantizer(Method method, float[] quantized) {
    float[] statistics = new float[session.layout().statisticsSize()];
    session.network().getStatistics(statistics);
    State state = session.layout().unpack(quantized, statistics);
    Map<String, Activation> activations = Quantizer.activations(session.layout().network());
    Calibration calibration = new Calibration(activations);
    session
        .evaluator()
        .observe(
            session.train(),
            session.config().seed(),
            Calibration.IMAGES,
            activations.keySet(),
            calibration::observe);
    return new Quantizer(state, Packing.codes(session, method), calibration.exponents());
  }

  private TrainingResult result(
      Map<String, Double> metrics, WeightSummary weights, QuantizedNetwork packed)
      throws IOException {
    RunFolder folder = session.folder();
    List<List<LayerReport>> ends = folder.firstAndLastLayerReports();
    return new TrainingResult(
        metrics,
        weights,
        packed == null ? 0 : Files.size(folder.model()),
        packed == null ? null : folder.model(),
        folder.path(),
        session.state().seconds,
        ends.getFirst(),
        ends.getLast(),
        packed);
  }

  private void writeResult(TrainingResult result) throws IOException {
    ObjectNode json = Json.MAPPER.createObjectNode();
    result.summary().forEach(json::putPOJO);
    json.put("libtorch", Torch.version());
    session.folder().writeJson("result.json", json);
  }
}
