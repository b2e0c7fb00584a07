package org.dyadic.train.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers, lists and ranges of seeds. */
class SeedsTest {

  @Test
  void aNumberCountsFromZero() {
    assertEquals(List.of(0L, 1L, 2L), Seeds.parse("3"));
    assertEquals(List.of(0L), Seeds.parse("1"));
  }

  @Test
  void aListIsSortedWithoutRepetition() {
    assertEquals(List.of(0L, 5L, 7L), Seeds.parse("7,0,5,7"));
  }

  @Test
  void aRangeHasBothEnds() {
    assertEquals(List.of(3L, 4L, 5L), Seeds.parse("3-5"));
    assertEquals(List.of(9L), Seeds.parse("9-9"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "a", "1,", "1,,2", "5-3", "1.5", "1001", "0-1000", "1 ,2"})
  void anythingElseIsRefused(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Seeds.parse(text));
    assertEquals(
        "--seeds "
            + text
            + " must be a number of seeds such as 3 (for 0, 1, 2), a list such as 0,5,7 or a range"
            + " such as 3-5, of at most 1000 seeds",
        e.getMessage());
  }
}
