package org.dyadic.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dyadic.data.DatasetException;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.data.ValueScale;
import org.dyadic.model.Shape;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.RandomNetworks;
import org.junit.jupiter.api.Test;

/** Batches, pictures and rows of values. */
class ClassifierBatchTest {
  private static final QuantizedNetwork NETWORK = RandomNetworks.withEveryLayer(13);
  private static final Shape SHAPE = NETWORK.preprocessing().shape();

  private final Classifier classifier = Classifier.of(NETWORK);

  private static List<byte[]> images(int count) {
    Random random = new Random(5);
    List<byte[]> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[SHAPE.size()];
      random.nextBytes(pixels);
      images.add(pixels);
    }
    return images;
  }

  /** The same layers with rows of values as their input. */
  private static Classifier ofValues(double[] offset, double[] factor) {
    PixelTable table = NETWORK.preprocessing().table();
    ValueScale scale = new ValueScale(offset, factor);
    return Classifier.of(
        new QuantizedNetwork(
            NETWORK.notation(),
            Preprocessing.ofValues(SHAPE, scale, table),
            NETWORK.classNames(),
            NETWORK.fold(),
            NETWORK.layers(),
            NETWORK.provenance()));
  }

  @Test
  void aBatchGivesThePredictionsOfItsImages() {
    List<byte[]> images = images(23);
    List<Prediction> expected = images.stream().map(classifier::predict).toList();
    for (int threads : new int[] {1, 2, 5, 40}) {
      Classifier many = classifier.threads(threads);
      assertEquals(threads, many.threads());
      assertEquals(expected, many.predictBatch(images));
      assertEquals(expected.getFirst(), many.predict(images.getFirst()));
    }
    assertEquals(expected, classifier.forThroughput().predictBatch(images));
    assertEquals(expected, classifier.forLatency().predictBatch(images));
    assertEquals(1, classifier.forThroughput().forLatency().threads());
    assertEquals(List.of(), classifier.predictBatch(List.of()));
  }

  @Test
  void warmingUpChangesNothing() {
    byte[] image = images(1).getFirst();
    Prediction before = classifier.predict(image);
    assertSame(classifier, classifier.warmUp());
    assertEquals(before, classifier.predict(image));
  }

  /** Of the network's size no pixel changes, so the result is that of the bytes. */
  @Test
  void aPictureIsDecodedLikeAFile() {
    int grey = SHAPE.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
    BufferedImage picture = new BufferedImage(SHAPE.width(), SHAPE.height(), grey);
    byte[] pixels = images(1).getFirst();
    for (int y = 0; y < SHAPE.height(); y++) {
      for (int x = 0; x < SHAPE.width(); x++) {
        int at = y * SHAPE.width() + x;
        if (SHAPE.channels() == 1) {
          picture.getRaster().setSample(x, y, 0, Byte.toUnsignedInt(pixels[at]));
        } else {
          for (int c = 0; c < SHAPE.channels(); c++) {
            int value = Byte.toUnsignedInt(pixels[c * SHAPE.area() + at]);
            picture.getRaster().setSample(x, y, c, value);
          }
        }
      }
    }
    assertArrayEquals(pixels, classifier.pixels(picture));
    assertEquals(classifier.predict(pixels), classifier.predict(picture));
  }

  @Test
  void rowsOfValuesAreScaledByTheModel() {
    double[] offset = new double[SHAPE.channels()];
    double[] factor = new double[SHAPE.channels()];
    float[] values = new float[SHAPE.size()];
    byte[] pixels = images(1).getFirst();
    for (int c = 0; c < offset.length; c++) {
      offset[c] = c - 1;
      factor[c] = 4;
      for (int i = 0; i < SHAPE.area(); i++) {
        int at = c * SHAPE.area() + i;
        values[at] = Byte.toUnsignedInt(pixels[at]) / 4f + c - 1;
      }
    }
    Classifier ofValues = ofValues(offset, factor);
    assertArrayEquals(pixels, ofValues.pixels(values));
    assertArrayEquals(classifier.logits(pixels), ofValues.predict(values).logits());
    values[1] = Float.NaN;
    assertEquals(
        "row: value 1 (=NaN) must be finite",
        assertThrows(IllegalArgumentException.class, () -> ofValues.predict(values)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> ofValues.predict(new float[1]));
    BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    assertThrows(DatasetException.class, () -> ofValues.predict(picture));
  }

  @Test
  void wrongInputsAreNamed() {
    assertThrows(IllegalArgumentException.class, () -> classifier.threads(0));
    List<byte[]> images = images(3);
    images.set(2, new byte[1]);
    assertEquals(
        "image 2: 1 pixels, but the network takes %s = %d".formatted(SHAPE, SHAPE.size()),
        assertThrows(IllegalArgumentException.class, () -> classifier.predictBatch(images))
            .getMessage());
    assertEquals(
        "the network takes images, unsigned bytes of the shape %s, not real values"
            .formatted(SHAPE),
        assertThrows(
                IllegalArgumentException.class, () -> classifier.predict(new float[SHAPE.size()]))
            .getMessage());
  }
}
