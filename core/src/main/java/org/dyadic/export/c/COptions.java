package org.dyadic.export.c;

import java.util.List;
import java.util.OptionalInt;

/**
 * What the C source of a model is to be.
 *
 * @param name the start of every public name and of the files' names; a C identifier
 * @param target what the inner loops are written for
 * @param arenaLimit the most bytes of the arena; empty for the fastest plan
 * @param noMultiply whether a multiplication is an error
 * @param tests images of the network's input, unsigned bytes, planar; a test program with these
 *     images and their logits is written unless there are none
 */
public record COptions(
    String name, CTarget target, OptionalInt arenaLimit, boolean noMultiply, List<byte[]> tests) {

  /** Checks the name and copies the list, not the images. */
  public COptions {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException("name (=%s) must be a C identifier".formatted(name));
    }
    tests = List.copyOf(tests);
  }

  /** The fastest code for any processor, without tests. */
  public static COptions of(String name) {
    return new COptions(name, CTarget.GENERIC, OptionalInt.empty(), false, List.of());
  }

  /** The same for a target. */
  public COptions target(CTarget wanted) {
    return new COptions(name, wanted, arenaLimit, noMultiply, tests);
  }

  /** The same with a limit of the arena in bytes. */
  public COptions arenaLimit(int bytes) {
    return new COptions(name, target, OptionalInt.of(bytes), noMultiply, tests);
  }

  /** The same where a multiplication is an error. */
  public COptions noMultiply(boolean wanted) {
    return new COptions(name, target, arenaLimit, wanted, tests);
  }

  /** The same with a test program for images. */
  public COptions tests(List<byte[]> images) {
    return new COptions(name, target, arenaLimit, noMultiply, images);
  }
}
