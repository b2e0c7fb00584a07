package org.dyadic.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** JSON by RFC 8259. */
class JsonTextTest {

  @Test
  void everyKindOfValue() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("list", List.of(1, -2L, 0.5, true));
    map.put("empty", List.of());
    map.put("map", Map.of("x", List.of(List.of(), Map.of())));
    assertEquals(
        "{\"list\":[1,-2,0.5,true],\"empty\":[],\"map\":{\"x\":[[],{}]}}", JsonText.of(map));
  }

  @Test
  void textIsEscaped() {
    assertEquals(
        "\"a\\\"b\\\\c\\u000a\\u0000\\u00e9\\ud83d\\ude00\"", JsonText.of("a\"b\\c\n\0é😀"));
    assertEquals("{\"\\u0009\":\"/\"}", JsonText.of(Map.of("\t", "/")));
  }

  @Test
  void whatJsonCannotSayIsRefused() {
    for (Object value : List.of(Double.NaN, Float.POSITIVE_INFINITY, 'c', new int[1])) {
      assertThrows(IllegalArgumentException.class, () -> JsonText.of(value), value.toString());
    }
  }
}
