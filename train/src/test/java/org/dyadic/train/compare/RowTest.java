package org.dyadic.train.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.dyadic.train.Presets;
import org.junit.jupiter.api.Test;

/** Means, deviations and paired differences against numbers worked out by hand. */
class RowTest {
  private static final Variant SGM = new Variant("sgm", "sgm", Map.of());
  private static final Variant FLOAT = new Variant("float", "float", Map.of());
  private static final double EXACT = 1e-12;

  private static CellResult done(Variant variant, long seed, double error, boolean packed) {
    ObjectNode numbers = JsonNodeFactory.instance.objectNode();
    numbers.put("quantized_error", error).put("float_error", 1.0).put("fixed_point", true);
    numbers.put("packed", packed).put("bits_per_weight", 2 * error).put("compression", 16.0);
    numbers.put("entropy_bits_per_weight", 1.5).put("sparsity", 0.5).put("float_scales", 0);
    numbers.put("seconds", error);
    if (packed) {
      numbers.put("integer_error", error + 1);
    }
    return new CellResult(new Cell(variant, seed), numbers, null);
  }

  private static Map<String, Object> row(CellResult... results) {
    List<CellResult> reference = List.of(done(FLOAT, 1, 1, false), done(FLOAT, 2, 3, false));
    return new Row(SGM, Presets.of("digits").build(), List.of(results), reference).toJson();
  }

  private static void assertNumber(double expected, Object actual) {
    assertEquals(expected, ((Number) actual).doubleValue(), EXACT);
  }

  @Test
  void threeSeeds() {
    Map<String, Object> row =
        row(done(SGM, 0, 1, true), done(SGM, 1, 2, true), done(SGM, 2, 6, true));
    assertNumber(3, row.get("error_mean"));
    assertNumber(Math.sqrt(7), row.get("error_sd")); // (4 + 1 + 9) / 2
    assertNumber(4, row.get("integer_error_mean"));
    assertNumber(2, row.get("gap_mean"));
    assertNumber(6, row.get("bits_per_weight"));
    assertEquals(List.of(0L, 1L, 2L), row.get("seeds"));
    assertEquals(true, row.get("packed"));
    // Seed 0 has no reference; the others are 2 - 1 and 6 - 3: mean 2, deviation sqrt(2).
    assertNumber(2, row.get("reference_gap_mean"));
    assertNumber(1, row.get("reference_gap_se"));
  }

  @Test
  void oneSeedHasNoDeviation() {
    Map<String, Object> row = row(done(SGM, 1, 2, true));
    assertNumber(2, row.get("error_mean"));
    assertNull(row.get("error_sd"));
    assertNull(row.get("reference_gap_se"));
  }

  @Test
  void integersCountOnlyWhereAllSeedsArePacked() {
    Map<String, Object> row = row(done(SGM, 0, 1, true), done(SGM, 1, 2, false));
    assertNull(row.get("integer_error_mean"));
    assertEquals(false, row.get("packed"));
  }

  @Test
  void failedAndMissingSeedsAreLeftOut() {
    CellResult failed = new CellResult(new Cell(SGM, 1), null, "diverged");
    CellResult missing = new CellResult(new Cell(SGM, 2), null, null);
    Map<String, Object> row = row(done(SGM, 0, 4, true), failed, missing);
    assertNumber(4, row.get("error_mean"));
    assertEquals(List.of(0L), row.get("seeds"));
    assertEquals(List.of(1L), row.get("failed_seeds"));
    Map<String, Object> none = row(failed);
    for (String name : List.of("error_mean", "packed", "fixed_point", "sparsity", "seconds")) {
      assertNull(none.get(name), name);
    }
  }

  @Test
  void fieldsOfCsvAreQuotedWhereTheyMust() {
    assertEquals("", Column.csv(null));
    assertEquals("1 2", Column.csv(List.of(1, 2)));
    assertEquals("a=b", Column.csv(Map.of("a", "b")));
    assertEquals("\"a,\"\"b\"\"\"", Column.csv("a,\"b\""));
  }
}
