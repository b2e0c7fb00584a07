package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.dyadic.cli.CommandLineRun.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are looked at while they train. */
class ViewOptionsTest {
  @TempDir private Path folder;

  private Object[] train(String name, Object... more) {
    List<Object> line = new ArrayList<>();
    line.addAll(List.of("train", "--model", "2C3-MP4-10", "--batch", "100", "--threads", "1"));
    line.addAll(List.of("--float-epochs", "1", "--epochs", "1", "--out", folder.resolve(name)));
    line.addAll(List.of(more));
    return line.toArray();
  }

  @Test
  void theAddressIsSaidToThePerson() throws IOException {
    CommandLineRun run = done(train("live", "--live", "--json"));
    String address = run.err().lines().filter(l -> l.startsWith("live: ")).findFirst().orElse("");
    assertTrue(address.matches("live: http://127\\.0\\.0\\.1:[0-9]+/[0-9a-f]{32}/"), run.err());
    assertEquals(1, run.out().lines().count());
  }

  @Test
  void portsThatCannotBe() throws IOException {
    refused(2, "--live 70000 must lie in 0 .. 65535", train("high", "--live", "70000"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandLineRun run = CommandLineRun.of(train("taken", "--live", taken.getLocalPort()));
      assertEquals(6, run.status());
      assertTrue(
          run.err().contains("cannot listen on 127.0.0.1:%d: ".formatted(taken.getLocalPort())),
          run.err());
      assertFalse(Files.exists(folder.resolve("taken")));
    }
  }

  @Test
  void aResumedRunGoesOnWithItsEventFile() throws IOException {
    done(train("events", "--tensorboard"));
    Path events = folder.resolve("events/events.out.tfevents.dyadic");
    long size = Files.size(events);
    assertTrue(size > 1000);
    Files.delete(events);
    done("train", "--resume", folder.resolve("events"));
    assertFalse(Files.exists(events));
    done("train", "--resume", folder.resolve("events"), "--tensorboard");
    assertEquals(size, Files.size(events));
    Files.write(events, new byte[] {1});
    done("train", "--resume", folder.resolve("events"));
    assertEquals(size, Files.size(events));
  }

  @Test
  void theCostOfTheLiveViewCanBeMeasured() throws IOException {
    JsonNode json =
        done(
                "bench-train",
                "--live",
                "--model",
                "4C5-MP4-10",
                "--input",
                "1x28x28",
                "--batch",
                "8",
                "--rounds",
                "2",
                "--steps",
                "5",
                "--json")
            .json();
    assertEquals(2, json.path("pairs").size());
    for (JsonNode pair : json.path("pairs")) {
      assertTrue(pair.path("plain").asDouble() > 0, json.toString());
      assertTrue(pair.path("live").asDouble() > 0, json.toString());
    }
    assertTrue(json.path("median_cost").isNumber(), json.toString());
  }
}
