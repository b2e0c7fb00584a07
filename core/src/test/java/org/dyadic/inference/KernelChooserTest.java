package org.dyadic.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KernelChooserTest {
  @Test
  void theDefinitionIsAlwaysThere() {
    assertEquals("scalar", KernelChooser.all().getFirst().name());
    assertEquals("scalar", KernelChooser.named("scalar").name());
  }

  @Test
  void anUnknownNameIsAnsweredWithThoseThatRunHere() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> KernelChooser.named("fast"))
            .getMessage();
    assertTrue(
        message.startsWith("kernels (=fast) must be one of those that can run here: scalar"));
  }

  /** What Java says of itself by default, with -Xint, and with -XX:TieredStopAtLevel=1. */
  @Test
  void withoutTheOptimizingCompilerVectorsAreNotChosen() {
    assertTrue(KernelChooser.compilesVectors("mixed mode, sharing"));
    assertFalse(KernelChooser.compilesVectors("interpreted mode, sharing"));
    assertFalse(KernelChooser.compilesVectors("mixed mode, emulated-client, sharing"));
  }
}
