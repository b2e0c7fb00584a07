package org.dyadic.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same integers at each vector width that Java can be limited to, in processes of their own.
 */
class VectorWidthsTest {
  @ParameterizedTest
  @ValueSource(ints = {16, 32})
  void narrowVectorsGiveTheIntegersOfTheDefinition(int bytes) throws Exception {
    String classes = Path.of("target", "classes").toString();
    String tests = Path.of("target", "test-classes").toString();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:MaxVectorSize=" + bytes,
                "-cp",
                classes + File.pathSeparator + tests,
                VectorWidth.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains("%d lanes".formatted(bytes / Short.BYTES)), said);
  }
}
