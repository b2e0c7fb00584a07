package org.dyadic.train.report;

import java.io.IOException;
import java.net.URI;

/**
 * Tells a tracking server about runs. Found by {@link java.util.ServiceLoader}; list the class in
 * {@code META-INF/services/org.dyadic.train.report.RunPublisher}. It must not load other libraries
 * before {@link #publish} is called.
 */
public interface RunPublisher {

  /** What kind of server it speaks to, such as {@code mlflow}. */
  String name();

  /**
   * Writes a run, or adds what is new to one that was written before.
   *
   * @param server where it listens: http or https with a host, and neither user, query nor fragment
   * @param experiment what the server files the run under; created if it is missing
   * @throws IOException if the server cannot be reached or refuses, in one line
   */
  Receipt publish(URI server, String experiment, PublishedRun run) throws IOException;

  /**
   * What was done.
   *
   * @param experimentId the server's id of the experiment
   * @param runId the server's id of the run
   * @param created whether the server did not know the run before
   * @param points how many numbers were sent
   * @param parameters how many parameters were sent
   */
  record Receipt(String experimentId, String runId, boolean created, int points, int parameters) {}
}
