package org.dyadic.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.dyadic.data.Dataset;
import org.dyadic.train.torch.Torch;

/**
 * Where a model comes from, as it stands in the model file: data, configuration, versions, metrics.
 * No time, duration, path or host, so that one command and seed give one file.
 */
final class Provenance {
  private Provenance() {}

  static ObjectNode of(Session session, Map<String, Double> metrics) {
    Dataset dataset = session.dataset();
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("dyadic", version());
    json.put("libtorch", Torch.version());
    ObjectNode data = json.putObject("data");
    data.put("name", dataset.name());
    data.put("sha256", dataset.sha256());
    if (!dataset.note().isEmpty()) {
      data.put("note", dataset.note());
    }
    ObjectNode config = Json.MAPPER.valueToTree(session.config());
    // The configuration says where an image folder lies.
    config.put("dataset", dataset.name());
    json.set("config", config);
    json.set("metrics", Json.MAPPER.valueToTree(metrics));
    return json;
  }

  private static String version() {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
