package org.dyadic.train;

/**
 * How other threads hold and end a training run. A run looks here after every step, so what is
 * asked for happens between two steps. All methods may be called from any thread.
 */
public final class RunControl {
  private volatile boolean stopping;
  private volatile boolean pausing;
  private volatile long heldSince;
  private volatile long heldBefore;
  private volatile boolean holding;

  /**
   * Asks the run to save after its current step and to end with an {@link InterruptedRunException};
   * a run that is held goes on to do so.
   */
  public synchronized void stop() {
    stopping = true;
    notifyAll();
  }

  /** Asks the run to wait after its current step. It keeps its memory and its run folder. */
  public void pause() {
    pausing = true;
  }

  /** Lets the run go on. */
  public synchronized void resume() {
    pausing = false;
    notifyAll();
  }

  /** Whether a stop was asked for. */
  public boolean stopping() {
    return stopping;
  }

  /** Whether a pause was asked for, and not taken back. */
  public boolean pausing() {
    return pausing;
  }

  /** Whether the run waits at this moment. */
  public boolean holding() {
    return holding;
  }

  /** Nanoseconds that the run has waited so far. */
  public synchronized long heldNanos() {
    return heldBefore + (holding ? System.nanoTime() - heldSince : 0);
  }

  /**
   * Waits on the training thread as long as a pause is asked for. An interrupt ends the wait and
   * stays set.
   *
   * @return nanoseconds waited
   */
  long hold() {
    return pausing && !stopping ? waitForTurn() : 0;
  }

  private synchronized long waitForTurn() {
    heldSince = System.nanoTime();
    holding = true;
    try {
      while (pausing && !stopping) {
        wait();
      }
    } catch (InterruptedException e) {
      pausing = false;
      Thread.currentThread().interrupt();
    } finally {
      holding = false;
    }
    long waited = System.nanoTime() - heldSince;
    heldBefore += waited;
    return waited;
  }
}
