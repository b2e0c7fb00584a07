package org.dyadic.verify.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.dyadic.data.ImageSet;
import org.dyadic.model.Shape;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.dyadic.verify.Candidate;
import org.dyadic.verify.Comparison;
import org.dyadic.verify.UnavailableException;
import org.dyadic.verify.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CExecutorsTest {
  @TempDir private Path folder;

  static Stream<Candidate> candidates() {
    return new CExecutors().candidates().stream();
  }

  @ParameterizedTest
  @MethodSource("candidates")
  void everyLogitIsTheSame(Candidate candidate) throws Exception {
    QuantizedNetwork network = RandomNetworks.withEveryLayer(6);
    try {
      Comparison comparison =
          new Verifier(network, new Noise(network.preprocessing().shape(), 60)).compare(candidate);
      assertEquals(Math.min(60, candidate.mostImages()), comparison.images());
      assertEquals(0, comparison.differ());
      assertEquals(0, comparison.maxLogitDifference());
    } catch (UnavailableException e) {
      assertTrue(!"true".equals(System.getenv("CI")), e.getMessage());
      assumeTrue(false, e.getMessage());
    }
  }

  private record Noise(Shape shape, int size) implements ImageSet {
    @Override
    public int label(int index) {
      return 0;
    }

    @Override
    public void read(int index, byte[] target, int offset) {
      byte[] image = new byte[shape.size()];
      new Random(index).nextBytes(image);
      System.arraycopy(image, 0, target, offset, image.length);
    }
  }

  @Test
  void nothingIsLeftInTheTemporaryFolder() throws Exception {
    assumeTrue(Commands.has("gcc"), "gcc is not installed; .ci/run installs it");
    QuantizedNetwork network = RandomNetworks.withEveryLayer(7);
    HostExecutor executor = (HostExecutor) new HostCandidate().open(network);
    assertTrue(Files.isDirectory(executor.folder()));
    executor.close();
    assertTrue(Files.notExists(executor.folder()));
  }

  @Test
  void aProgramThatFailsIsTold() {
    IOException e =
        assertThrows(
            IOException.class,
            () -> Commands.run(folder, List.of("sh", "-c", "echo broken >&2; exit 3")));
    assertEquals("sh -c echo broken >&2; exit 3 ended with status 3: broken", e.getMessage());
  }

  @Test
  void whatIsMissingIsTold() {
    UnavailableException e =
        assertThrows(
            UnavailableException.class, () -> Commands.require("no-such-compiler", "install one"));
    assertEquals("no-such-compiler is not on the PATH; install one", e.getMessage());
  }
}
