package org.dyadic.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;

class DigitsTest {
  private static final DatasetOptions OPTIONS = DatasetOptions.defaults();

  @Test
  void holds250ImagesOfEveryClassOnEitherSideTakingTurns() {
    Dataset digits = Datasets.open("digits", OPTIONS);
    assertEquals(new Shape(1, 20, 20), digits.preprocessing().shape());
    assertEquals(10, digits.classes());
    for (ImageSet set : List.of(digits.train(), digits.test())) {
      assertEquals(2500, set.size());
      for (int i = 0; i < set.size(); i++) {
        assertEquals(i % 10, set.label(i));
      }
    }
  }

  @Test
  void noImageIsInTheSetTwice() {
    Dataset digits = Datasets.open("digits", OPTIONS);
    Set<String> images = new HashSet<>();
    for (ImageSet set : List.of(digits.train(), digits.test())) {
      byte[] image = new byte[400];
      for (int i = 0; i < set.size(); i++) {
        set.read(i, image, 0);
        images.add(new String(image, StandardCharsets.ISO_8859_1));
      }
    }
    assertEquals(5000, images.size());
  }

  @Test
  void contentIsPinned() {
    assertEquals(
        "868c0fe5b826284de23e78f7b5e3550677bd1a78f982752e7448c435e118e4a9",
        Datasets.open("digits", OPTIONS).sha256());
  }

  @Test
  void normalisationIsThatOfTheTrainingPixels() {
    ImageSet train = Datasets.open("digits", OPTIONS).train();
    double sum = 0;
    double squares = 0;
    byte[] image = new byte[400];
    for (int i = 0; i < train.size(); i++) {
      train.read(i, image, 0);
      for (byte b : image) {
        double value = Byte.toUnsignedInt(b) / 255.0;
        sum += value;
        squares += value * value;
      }
    }
    double mean = sum / (train.size() * 400);
    assertEquals(mean, Digits.MEAN, 1e-12);
    assertEquals(Math.sqrt(squares / (train.size() * 400) - mean * mean), Digits.DEVIATION, 1e-10);
  }

  /** Runs where DYADIC_DATA holds OpenCV's sheet: the resources are the sheet, bit by bit. */
  @Test
  void resourcesAreTheSheet() throws IOException {
    String data = System.getenv("DYADIC_DATA");
    assumeTrue(data != null, "DYADIC_DATA is not set");
    Path file = Path.of(data, "digits", "digits.png");
    assumeTrue(Files.exists(file), "no digits/digits.png below DYADIC_DATA");
    DigitsSheet sheet = new DigitsSheet(ImageIO.read(file.toFile()));
    for (String part : List.of("train", "test")) {
      assertArrayEquals(sheet.images(part), resource("digits-" + part + "-images.idx.gz"));
      assertArrayEquals(DigitsSheet.labels(), resource("digits-" + part + "-labels.idx.gz"));
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = DataFile.resource(name).open()) {
      return in.readAllBytes();
    }
  }
}
