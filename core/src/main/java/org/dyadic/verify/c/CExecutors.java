package org.dyadic.verify.c;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dyadic.verify.Candidate;
import org.dyadic.verify.ExecutorProvider;

/** The exported C source, compiled for this machine and for each board of QEMU. */
public final class CExecutors implements ExecutorProvider {
  /** For the service loader. */
  public CExecutors() {}

  @Override
  public List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>(List.of(new HostCandidate()));
    Arrays.stream(Board.values()).map(BoardCandidate::new).forEach(candidates::add);
    return candidates;
  }
}
