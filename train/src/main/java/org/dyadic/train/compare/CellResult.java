package org.dyadic.train.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a cell stands.
 *
 * @param cell which
 * @param numbers its {@code result.json}; null unless it is done
 * @param reason why it failed; null unless it did
 */
public record CellResult(Cell cell, JsonNode numbers, String reason) {

  /** Whether there is a result. */
  public boolean done() {
    return numbers != null;
  }

  /** Whether it ended without a result. */
  public boolean failed() {
    return reason != null;
  }

  double number(String name) {
    return numbers.get(name).asDouble();
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", cell.name());
    json.put("method", cell.isStart() ? null : cell.variant().label());
    json.put("seed", cell.seed());
    json.put("state", done() ? "done" : failed() ? "failed" : "missing");
    json.put("reason", reason);
    json.put("result", numbers);
    return json;
  }
}
