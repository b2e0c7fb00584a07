package org.dyadic.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RaceTest {
  private static final Duration SHORT = Duration.ofNanos(1);

  /** A contender that writes down when it runs. */
  private record Scribe(String name, List<String> log) implements Contender {
    @Override
    public void load(byte[] pixels) {
      throw new AssertionError("a race loads nothing");
    }

    @Override
    public void run() {
      log.add(name);
    }

    @Override
    public int[] classes() {
      throw new AssertionError("a race asks for no classes");
    }

    @Override
    public void close() {}
  }

  private static Race.Rules rules(int rounds, Duration turn, boolean rest) {
    return new Race.Rules(rounds, SHORT, turn, SHORT, rest);
  }

  private static List<Timing> run(Race race, List<String> log) {
    return race.run(List.of(new Scribe("a", log), new Scribe("b", log), new Scribe("c", log)));
  }

  @Test
  void everyRoundBeginsWithAnother() {
    List<String> log = new ArrayList<>();
    List<Timing> timings = run(new Race(rules(3, Duration.ZERO, true), Optional.empty()), log);
    // In a turn one call fills the caches, one is timed.
    List<String> turns = log.subList(log.size() - 18, log.size());
    assertEquals("aabbccbbccaaccaabb", String.join("", turns));
    assertEquals(List.of("a", "b", "c"), timings.stream().map(Timing::name).toList());
    for (Timing timing : timings) {
      assertEquals(3, timing.rounds().size());
      assertEquals(3, timing.calls());
    }
  }

  @Test
  void shortCallsFillTheirTurn() {
    List<Timing> timings =
        run(
            new Race(rules(2, Duration.ofMillis(1), false), Optional.of(new CacheSweep(64))),
            new ArrayList<>());
    for (Timing timing : timings) {
      for (long[] round : timing.rounds()) {
        long sum = 0;
        for (long time : round) {
          sum += time;
        }
        assertTrue(sum >= Duration.ofMillis(1).toNanos(), () -> "only " + round.length + " calls");
      }
    }
  }

  @Test
  void withoutACountThereAreAtLeastThreeRounds() {
    List<Timing> timings =
        run(new Race(rules(0, Duration.ZERO, false), Optional.empty()), new ArrayList<>());
    assertTrue(timings.getFirst().rounds().size() >= 3);
  }

  @Test
  void aSweepIsTwiceTheCache() {
    CacheSweep sweep = new CacheSweep(1000);
    assertEquals(2000, sweep.bytes());
    sweep.run();
  }
}
