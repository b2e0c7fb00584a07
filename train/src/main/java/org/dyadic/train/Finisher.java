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
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.model.State;
import org.dyadic.quant.Activation;
import org.dyadic.quant.Codes;
import org.dyadic.quant.FixedPoint;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.Quantizer;
import org.dyadic.train.torch.Torch;

/** The end of a run: hard quantization, calibration, folding, packing, and the final errors. */
final class Finisher {
  private final Session session;
  private final TrainingListener listener;

  Finisher(Session session, TrainingListener listener) {
    this.session = session;
    this.listener = listener;
  }

  TrainingResult finish(Method method) throws IOException {
    TrainingState state = session.state();
    TrainingConfig config = session.config();
    Dataset dataset = session.dataset();
    Map<String, Integer> exponents = method.exponents();
    Map<String, Double> metrics = new LinkedHashMap<>(state.metrics);
    listener.message("quantizing, calibrating and packing");
    Safetensors.write(
        session.folder().path().resolve("latent.safetensors"),
        session.layout().unpack(state.trained, state.statistics));
    metrics.put("latent_error", session.evaluator().error(dataset.test()));
    metrics.put("quantized_stale_error", session.quantizedError(dataset.test(), exponents));
    if (config.reestimate()) {
      metrics.put("quantized_error", session.reestimatedError(dataset.test(), exponents));
    } else {
      session.network().setTrained(session.quantized(exponents));
      metrics.put("quantized_error", metrics.get("quantized_stale_error"));
    }
    Quantizer quantizer = quantizer(exponents);
    QuantizedNetwork packed = quantize(quantizer, "{}");
    metrics.put(
        "integer_error",
        Classifier.of(packed).evaluate(dataset.test(), config.threads()).errorPercent());
    packed = quantize(quantizer, Provenance.of(session, metrics).toString());
    ModelFile.write(packed, session.folder().model());
    session.loadIntoNetwork();
    TrainingResult result = result(metrics, packed);
    writeResult(result);
    return result;
  }

  private QuantizedNetwork quantize(Quantizer quantizer, String provenance) {
    Dataset dataset = session.dataset();
    return quantizer.quantize(dataset.preprocessing(), dataset.classNames(), provenance);
  }

  /** Calibrates the quantized network that is loaded, and collects what folding needs. */
  private Quantizer quantizer(Map<String, Integer> exponents) {
    float[] statistics = new float[session.layout().statisticsSize()];
    session.network().getStatistics(statistics);
    State state = session.layout().unpack(session.quantized(exponents), statistics);
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
    Map<String, Codes> codes = new LinkedHashMap<>();
    int bits = session.config().bits();
    for (Slot slot : session.layout().weights()) {
      int exponent = exponents.get(slot.name());
      float[] weights = state.get(slot.name());
      byte[] values = FixedPoint.codes(weights, 0, weights.length, exponent, bits);
      codes.put(slot.name(), new Codes(bits, exponent, values));
    }
    return new Quantizer(state, codes, calibration.exponents());
  }

  private TrainingResult result(Map<String, Double> metrics, QuantizedNetwork packed)
      throws IOException {
    RunFolder folder = session.folder();
    List<List<LayerReport>> ends = folder.firstAndLastLayerReports();
    return new TrainingResult(
        metrics,
        Files.size(folder.model()),
        folder.model(),
        folder.path(),
        session.state().seconds,
        ends.getFirst(),
        ends.getLast(),
        packed);
  }

  private void writeResult(TrainingResult result) throws IOException {
    ObjectNode json = Json.MAPPER.createObjectNode();
    result.metrics().forEach(json::put);
    json.put("bits_per_weight", result.bitsPerWeight());
    json.put("model_bytes", result.modelBytes());
    json.put("seconds", result.seconds());
    json.put("libtorch", Torch.version());
    session.folder().writeJson("result.json", json);
  }
}
