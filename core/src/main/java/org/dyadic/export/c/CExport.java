package org.dyadic.export.c;

import java.nio.file.Path;
import java.util.List;

/**
 * What was written.
 *
 * @param files the header, the source, and the test program if there is one
 * @param arenaBytes the memory of one inference, besides the stack
 * @param arenaMinimal whether no arrangement of the buffers needs fewer bytes for this order of
 *     steps
 * @param weightBytes flash that holds codes of weights
 * @param constantBytes flash that holds constants, codes of weights too, without the program
 * @param multiplications of an inference, of any kind
 */
public record CExport(
    List<Path> files,
    int arenaBytes,
    boolean arenaMinimal,
    long weightBytes,
    long constantBytes,
    long multiplications) {

  /** Copies the list. */
  public CExport {
    files = List.copyOf(files);
  }
}
