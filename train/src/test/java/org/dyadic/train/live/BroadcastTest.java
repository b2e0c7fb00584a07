package org.dyadic.train.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.dyadic.train.live.Broadcast.Frame;
import org.dyadic.train.live.Broadcast.Kind;
import org.junit.jupiter.api.Test;

/** The newest state wins, and time is counted. */
class BroadcastTest {
  private static final long SECOND = 1_000_000_000L;

  private static byte[] bytes(int value) {
    return Integer.toString(value).getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> texts(List<Frame> frames) {
    return frames.stream()
        .map(f -> f.kind().event() + new String(f.json(), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void aSlowReaderSkipsStates() throws InterruptedException {
    Broadcast broadcast = new Broadcast();
    try (Broadcast.Reader reader = broadcast.join()) {
      broadcast.publish(Kind.DOCUMENT, bytes(0));
      for (int i = 1; i <= 1000; i++) {
        broadcast.publish(Kind.STATUS, bytes(i));
      }
      assertEquals(List.of("document0", "status1000"), texts(reader.next()));
      broadcast.publish(Kind.STATUS, bytes(1001));
      assertEquals(List.of("status1001"), texts(reader.next()));
    }
  }

  @Test
  void whoComesLateBeginsWithTheNewest() throws InterruptedException {
    Broadcast broadcast = new Broadcast();
    broadcast.publish(Kind.STATUS, bytes(1));
    broadcast.publish(Kind.DOCUMENT, bytes(2));
    try (Broadcast.Reader reader = broadcast.join()) {
      assertEquals(List.of("status1", "document2"), texts(reader.next()));
    }
  }

  @Test
  void theLastStateComesBeforeTheEnd() throws InterruptedException {
    Broadcast broadcast = new Broadcast();
    try (Broadcast.Reader reader = broadcast.join()) {
      broadcast.publish(Kind.STATUS, bytes(1));
      broadcast.end();
      assertEquals(List.of("status1"), texts(reader.next()));
      assertEquals(List.of(), reader.next());
      assertEquals(1, broadcast.readers());
    }
    assertEquals(0, broadcast.readers());
  }

  @Test
  void documentsTakeHalfASecondAndThenOnePartInTwoHundred() {
    Budget budget = new Budget(Budget.AT_ONCE, 7);
    budget.spend(SECOND / 2 - 1);
    assertTrue(budget.allows(7));
    budget.spend(SECOND);
    assertFalse(budget.allows(7 + 199 * SECOND));
    assertTrue(budget.allows(7 + 200 * SECOND));
  }

  @Test
  void thePaceIsThatOfTheLastTenSeconds() {
    Pace pace = new Pace();
    assertEquals(OptionalDouble.empty(), pace.stepsPerSecond());
    pace.add(0, 0);
    assertEquals(OptionalDouble.empty(), pace.stepsPerSecond());
    pace.add(2 * SECOND, 100);
    assertEquals(OptionalDouble.of(50), pace.stepsPerSecond());
    for (int second = 3; second <= 30; second++) {
      pace.add(second * SECOND, 100 + 7 * (second - 2));
    }
    assertEquals(OptionalDouble.of(7), pace.stepsPerSecond());
  }

  @Test
  void theRestTakesAsLongAsTheBeginning() {
    assertEquals(OptionalDouble.empty(), Pace.secondsLeft(SECOND, 0, 5));
    assertEquals(OptionalDouble.of(20), Pace.secondsLeft(6 * SECOND, 1.5, 5));
  }
}
