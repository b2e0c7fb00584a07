package org.dyadic.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TilesTest {

  @Test
  void tilesFollowOneAnother() {
    for (int vectors = 1; vectors < 200; vectors++) {
      Tiles tiles = new Tiles(vectors);
      int next = 0;
      for (int tile = 0; tile < tiles.count(); tile++) {
        assertEquals(next, tiles.first(tile));
        assertTrue(Set.of(1, 2, 4, 5).contains(tiles.size(tile)), "sizes that are summed at once");
        for (int i = 0; i < tiles.size(tile); i++) {
          assertEquals(tile, tiles.of(next++));
        }
      }
      assertEquals(vectors, next);
    }
  }

  /** From twelve vectors on every number is a sum of fours and fives. */
  @Test
  void fewVectorsAreLeftAlone() {
    for (int vectors = 12; vectors < 200; vectors++) {
      Tiles tiles = new Tiles(vectors);
      assertTrue(IntStream.range(0, tiles.count()).allMatch(i -> tiles.size(i) >= 4));
    }
    assertEquals(1, new Tiles(2).count(), "a pair");
    assertEquals(2, new Tiles(7).count(), "five and a pair");
    assertEquals(2, new Tiles(6).count(), "five and one");
  }
}
