package org.dyadic.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateTest {
  private static final Network NETWORK = Notation.parse("2", Shape.vector(3));

  private static Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    values.put("fc1.bias", new float[] {7, 8});
    values.put("fc1.weight", new float[] {1, 2, 3, 4, 5, 6});
    return values;
  }

  private static void refused(String message, Map<String, float[]> values) {
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> new State(NETWORK, values));
    assertEquals(message, wrong.getMessage());
  }

  @Test
  void valuesAreLive() {
    Map<String, float[]> values = values();
    State state = new State(NETWORK, values);
    assertSame(values.get("fc1.weight"), state.get("fc1.weight"));
    assertSame(NETWORK, state.network());
  }

  @Test
  void aCopyIsIndependent() {
    State state = new State(NETWORK, values());
    State copy = state.copy();
    state.get("fc1.bias")[0] = 100;
    assertArrayEquals(new float[] {7, 8}, copy.get("fc1.bias"));
    assertArrayEquals(state.get("fc1.weight"), copy.get("fc1.weight"));
  }

  @Test
  void whatIsMissingUnknownOrOfAnotherSizeIsNamed() {
    Map<String, float[]> missing = values();
    missing.remove("fc1.bias");
    refused("state: parameter fc1.bias is missing", missing);
    Map<String, float[]> larger = values();
    larger.put("fc1.weight", new float[7]);
    refused("state: parameter fc1.weight has 7 values, dims [2, 3] need 6", larger);
    Map<String, float[]> unknown = values();
    unknown.put("bn1.weight", new float[2]);
    refused("state: parameter bn1.weight does not belong to 2", unknown);
    Exception none =
        assertThrows(
            IllegalArgumentException.class, () -> new State(NETWORK, values()).get("fc2.bias"));
    assertEquals("state: no parameter fc2.bias in 2", none.getMessage());
  }
}
