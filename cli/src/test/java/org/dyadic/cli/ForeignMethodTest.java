package org.dyadic.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.tools.ToolProvider;
import org.dyadic.cli.Installation.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a method outside of Dyadic, compiled and run as its README says. */
class ForeignMethodTest {
  private static final Path EXAMPLE = Repository.root().resolve("examples/method");

  @TempDir Path folder;

  private Path compile() throws IOException {
    Path classes = Files.createDirectory(folder.resolve("wave"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                EXAMPLE.resolve("example/Wave.java").toString());
    assertEquals(0, status, "javac");
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    String name = "org.dyadic.train.method.MethodProvider";
    Files.copy(EXAMPLE.resolve("META-INF/services").resolve(name), services.resolve(name));
    return classes;
  }

  @Test
  void aForeignMethodTrainsAndPacks() throws IOException, InterruptedException {
    Installation installation = Installation.in(folder);
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME",
            System.getProperty("java.home"),
            "DYADIC_JAVA_OPTS",
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "DYADIC_CLASSPATH",
            compile().toString());
    Ended ended =
        installation.run(
            environment,
            "train",
            "--method",
            "wave",
            "--set",
            "strength=0.5",
            "--model",
            "4C3-MP2-GAP-10",
            "--float-epochs",
            "1",
            "--epochs",
            "1",
            "--threads",
            "1",
            "--out",
            folder.resolve("run").toString(),
            "--json");
    assertEquals(0, ended.status(), ended.err());
    JsonNode result = new ObjectMapper().readTree(ended.out());
    assertTrue(result.get("fixed_point").asBoolean(), ended.out());
    assertTrue(Files.exists(Path.of(result.get("model").asText())));
    assertTrue(ended.err().contains("wave"), ended.err());
  }
}
