package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Holding a thread between its steps. */
class RunControlTest {
  private final RunControl control = new RunControl();

  /** Holds a thread, lets something happen to it, and returns how long it was held. */
  private long held(Consumer<Thread> release) throws Exception {
    control.pause();
    CompletableFuture<Long> waited = new CompletableFuture<>();
    Thread thread = Thread.ofPlatform().start(() -> waited.complete(control.hold()));
    while (!control.holding()) {
      Thread.sleep(1);
    }
    assertFalse(waited.isDone());
    release.accept(thread);
    return waited.get(1, TimeUnit.MINUTES);
  }

  @Test
  void nothingAskedForNothingHeld() {
    assertEquals(0, control.hold());
    control.pause();
    control.resume();
    assertEquals(0, control.hold());
    assertEquals(0, control.heldNanos());
  }

  @Test
  void itGoesOnWhenItMay() throws Exception {
    long waited = held(_ -> control.resume());
    assertTrue(waited > 0);
    assertEquals(waited, control.heldNanos());
    assertFalse(control.pausing());
    assertFalse(control.holding());
  }

  @Test
  void aStopEndsAPauseForGood() throws Exception {
    assertTrue(held(_ -> control.stop()) > 0);
    assertTrue(control.stopping());
    assertEquals(0, control.hold());
  }

  @Test
  void anInterruptEndsAPause() throws Exception {
    assertTrue(held(Thread::interrupt) > 0);
    assertFalse(control.pausing());
    assertFalse(control.stopping());
  }
}
