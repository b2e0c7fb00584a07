package org.dyadic.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.quant.QuantizedNetwork;
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
    WeightSummary weights = WeightSummary.of(session, method);
    Packer packer = new Packer(session, method, session.config().fold());
    float[] settled = packer.settle(metrics);
    QuantizedNetwork packed = null;
    if (weights.obstacles().isEmpty()) {
      packed = packer.pack(settled, metrics, session.folder().model());
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
