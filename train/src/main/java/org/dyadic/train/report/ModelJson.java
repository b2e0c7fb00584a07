package org.dyadic.train.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.dyadic.format.Layout;
import org.dyadic.report.Inspection;
import org.dyadic.report.LayerReport;

/** What a packed model says about its bytes and its origin, for the page. */
final class ModelJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ModelJson() {}

  /**
   * Bytes of each layer with weights, as 32-bit floats and in the file, and of the file's parts.
   */
  static ObjectNode bytes(Inspection inspection) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("file", inspection.fileBytes());
    json.put("weights", inspection.weightCount());
    ArrayNode layers = json.putArray("layers");
    inspection.layers().stream()
        .filter(layer -> layer.weights().isPresent())
        .forEach(layer -> layers.add(layer(layer)));
    ArrayNode parts = json.putArray("parts");
    for (Layout.Part part : Layout.Part.values()) {
      parts.addObject().put("title", part.title()).put("bytes", inspection.layout().size(part));
    }
    return json;
  }

  private static ObjectNode layer(LayerReport layer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", layer.name());
    json.put("kind", layer.kind());
    json.put("weights", layer.weightCount());
    json.put("bits", layer.weights().orElseThrow().bits());
    json.put("float", Float.BYTES * layer.weightCount());
    json.put("codes", layer.codeBytes());
    json.put("other", layer.otherBytes());
    return json;
  }

  /** The origin that the file states: JSON, or any text in a file from elsewhere. */
  static JsonNode provenance(Inspection inspection) {
    String text = inspection.network().provenance();
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      return new TextNode(text);
    }
  }
}
