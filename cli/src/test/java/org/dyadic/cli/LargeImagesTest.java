package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.dyadic.cli.CommandLineRun.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that were made for large images, on a folder of images. */
class LargeImagesTest {
  @TempDir private Path own;

  @BeforeEach
  void writeImages() {
    Random random = new Random(1);
    for (int i = 0; i < 24; i++) {
      byte[] pixels = new byte[400];
      random.nextBytes(pixels);
      DigitImages.write(
          own.resolve("images/" + (i % 2 == 0 ? "cat" : "dog")).resolve(i + ".png"), pixels);
    }
  }

  @Test
  void imagesAreReadInTheSizeThatTheNetworkWants() throws IOException {
    JsonNode json =
        done(
                "train",
                "--dataset=folder:" + own.resolve("images"),
                "--model=resnet18@0.03",
                "--image-size=64x64",
                "--batch=8",
                "--float-epochs=1",
                "--epochs=1",
                "--threads=1",
                "--out=" + own.resolve("run"),
                "--json")
            .json();
    assertTrue(json.get("integer_error").isNumber(), json.toString());
    JsonNode layers = done("inspect", json.get("model").asText(), "--json").json().get("layers");
    assertEquals("max pool 3x3 padded 1", layers.get(1).get("kind").asText());
    assertEquals("[2,16,16]", layers.get(1).get("out").toString());
  }

  @Test
  void theWrongSizeIsRefusedWithTheFlagThatSetsIt() {
    refused(
        2,
        "model alexnet: made for images of 3x224x224, the data set has 3x32x32 (rows and columns"
            + " must be at least 64); --image-size 224x224 sets the size of the images of"
            + " folder:DIR",
        "train",
        "--dataset=folder:" + own.resolve("images"),
        "--model=alexnet",
        "--out=" + own.resolve("run"));
  }
}
