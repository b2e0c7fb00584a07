package org.dyadic.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dyadic.inference.WarmUp;

/**
 * Times contenders in turns, A B C A B C, so that what disturbs a machine for a while disturbs all
 * of them. Every round begins with another contender.
 */
public final class Race {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration TICK = Duration.ofMillis(10);
  private static final int PAUSES = 10;

  private final Rules rules;
  private final Optional<CacheSweep> sweep;

  /**
   * How long to measure.
   *
   * @param rounds how many; 0 means as many as fit {@code time}, at least 3
   * @param time of all rounds together
   * @param turn how long a contender's turn is at least; it has at least one timed call
   * @param warmUp the stretch of {@link WarmUp}
   * @param rest whether a turn waits until the threads of the one before are idle
   */
  public record Rules(int rounds, Duration time, Duration turn, Duration warmUp, boolean rest) {}

  /**
   * A race.
   *
   * @param sweep runs before every call, so that it finds its weights in memory; empty lets calls
   *     find them in the cache
   */
  public Race(Rules rules, Optional<CacheSweep> sweep) {
    this.rules = rules;
    this.sweep = sweep;
  }

  /** Warms all contenders up and times them. */
  public List<Timing> run(List<Contender> contenders) {
    contenders.forEach(contender -> contender.warmUp(rules.warmUp()));
    List<List<long[]>> times = new ArrayList<>();
    contenders.forEach(contender -> times.add(new ArrayList<>()));
    long end = System.nanoTime() + rules.time().toNanos();
    for (int round = 0; goesOn(round, end); round++) {
      for (int i = 0; i < contenders.size(); i++) {
        int turn = (i + round) % contenders.size();
        times.get(turn).add(turn(contenders.get(turn)));
      }
    }
    List<Timing> timings = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      timings.add(new Timing(contenders.get(i).name(), times.get(i)));
    }
    return timings;
  }

  private boolean goesOn(int round, long end) {
    return rules.rounds() > 0 ? round < rules.rounds() : round < 3 || System.nanoTime() - end < 0;
  }

  /** The first call, after another contender's, is not timed: it fills the caches. */
  private long[] turn(Contender contender) {
    if (rules.rest()) {
      awaitIdle();
    }
    contender.run();
    long[] times = new long[16];
    int calls = 0;
    long spent = 0;
    do {
      sweep.ifPresent(CacheSweep::run);
      long start = System.nanoTime();
      contender.run();
      long time = System.nanoTime() - start;
      times = calls < times.length ? times : Arrays.copyOf(times, 2 * calls);
      times[calls++] = time;
      spent += time;
    } while (spent < rules.turn().toNanos());
    return Arrays.copyOf(times, calls);
  }

  /** Threads of the contender before may spin for a while in the hope of more work. */
  private static void awaitIdle() {
    try {
      for (int i = 0; i < PAUSES; i++) {
        Duration before = processorTime();
        Thread.sleep(PAUSE);
        if (processorTime().minus(before).compareTo(TICK) < 0) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
