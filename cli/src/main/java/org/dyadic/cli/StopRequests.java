package org.dyadic.cli;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** From where a command hears that it shall save and end. */
final class StopRequests {
  private static final int CHUNK = 4096;

  private StopRequests() {}

  /**
   * Makes Ctrl-C and a termination signal ask for a stop.
   *
   * @return to be counted down when the command has ended; the JVM waits for it
   */
  static CountDownLatch onShutdown(Runnable stop) {
    CountDownLatch ended = new CountDownLatch(1);
    Runnable wait =
        () -> {
          stop.run();
          try {
            ended.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(wait, "dyadic-stop"));
    return ended;
  }

  /**
   * Asks for a stop when standard input ends; what is read is thrown away. The other end of a pipe
   * ends with its process, even with one that is killed.
   */
  static void atEndOfInput(Runnable stop) {
    Runnable read =
        () -> {
          byte[] chunk = new byte[CHUNK];
          try {
            while (System.in.read(chunk) >= 0) {}
          } catch (IOException e) {
            // nobody can be heard from any more: the same as its end
          }
          stop.run();
        };
    Thread.ofPlatform().daemon().name("dyadic-input").start(read);
  }
}
