package org.dyadic.verify;

import java.util.List;

/**
 * Names ways of running networks. Found by {@link java.util.ServiceLoader}; list the class in
 * {@code META-INF/services/org.dyadic.verify.ExecutorProvider}. It must not load other libraries
 * before a candidate is opened.
 */
public interface ExecutorProvider {

  /** What it can run networks with, in the order to show. */
  List<Candidate> candidates();
}
