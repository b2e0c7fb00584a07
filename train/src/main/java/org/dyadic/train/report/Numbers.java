package org.dyadic.train.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as they stand in a report's data. */
final class Numbers {
  /** More digits than a figure or a table shows, and half the bytes. */
  private static final MathContext DIGITS = new MathContext(6);

  private Numbers() {}

  /** The number in six significant digits; null for null and what JSON cannot say. */
  static Double rounded(Double number) {
    return number == null || !Double.isFinite(number)
        ? null
        : Double.valueOf(new BigDecimal(number).round(DIGITS).doubleValue());
  }

  static ArrayNode array(float[] values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(values.length);
    for (float value : values) {
      array.add(rounded((double) value));
    }
    return array;
  }
}
