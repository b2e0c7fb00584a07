package org.dyadic.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.dyadic.data.BatchStream.Batch;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchStreamTest {
  private static final Shape SHAPE = new Shape(3, 6, 5);
  private static final PixelTable TABLE =
      PixelTable.normalizing(new double[] {0.5, 0.4, 0.3}, new double[] {0.2, 0.3, 0.25});

  private static List<Batch> epoch(ImageSet images, int epoch, int first, Augmentation kind) {
    List<Batch> batches = new ArrayList<>();
    try (BatchStream stream =
        BatchStream.training(images, TABLE, kind, 8, 42, epoch, first, false)) {
      stream.forEachRemaining(batches::add);
    }
    return batches;
  }

  /** The label is the image's index. */
  private static ImageSet images(int size) {
    return Formats.random(SHAPE, size, size, 1);
  }

  private static void assertSame(List<Batch> expected, List<Batch> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i).pixels(), actual.get(i).pixels(), "batch " + i);
      assertArrayEquals(expected.get(i).labels(), actual.get(i).labels(), "batch " + i);
    }
  }

  @Test
  void anEpochIsTheSameEveryTimeAndFromTheMiddle() {
    ImageSet images = images(50);
    List<Batch> whole = epoch(images, 3, 0, Augmentation.PAD4_CROP_FLIP);
    assertSame(whole, epoch(images, 3, 0, Augmentation.PAD4_CROP_FLIP));
    for (int first = 0; first <= 6; first++) {
      assertSame(whole.subList(first, 6), epoch(images, 3, first, Augmentation.PAD4_CROP_FLIP));
    }
  }

  /** The order and the draws were computed by an independent program from the definitions. */
  @Test
  void orderAndAugmentationArePinned() {
    ImageSet images = images(50);
    Batch batch = epoch(images, 3, 0, Augmentation.PAD4_CROP_FLIP).getFirst();
    assertArrayEquals(new long[] {15, 33, 8, 32, 25, 4, 2, 37}, batch.labels());
    int[][] downRightFlip = {{-4, 4, 0}, {-4, -3, 1}, {2, 2, 0}, {2, 0, 1}};
    byte[] source = new byte[SHAPE.size()];
    for (int i = 0; i < downRightFlip.length; i++) {
      int[] draw = downRightFlip[i];
      images.read((int) batch.labels()[i], source, 0);
      assertArrayEquals(
          shifted(source, ((draw[0] + 4) * 9 + draw[1] + 4) * 2 + draw[2]),
          Arrays.copyOfRange(batch.pixels(), i * SHAPE.size(), (i + 1) * SHAPE.size()));
    }
  }

  @Test
  void epochsAndSeedsDifferInOrder() {
    ImageSet images = images(50);
    long[] third = epoch(images, 3, 0, Augmentation.NONE).getFirst().labels();
    assertFalse(Arrays.equals(third, epoch(images, 4, 0, Augmentation.NONE).getFirst().labels()));
  }

  @Test
  void everyImageComesAtMostOnceAndTheIncompleteBatchIsLeftOut() {
    List<Batch> batches = epoch(images(50), 0, 0, Augmentation.NONE);
    assertEquals(6, batches.size());
    TreeSet<Long> seen = new TreeSet<>();
    for (Batch batch : batches) {
      assertEquals(8, batch.size());
      Arrays.stream(batch.labels()).forEach(seen::add);
    }
    assertEquals(48, seen.size());
  }

  @Test
  void aSetSmallerThanABatchIsOneBatch() {
    List<Batch> batches = epoch(images(5), 0, 0, Augmentation.NONE);
    assertEquals(1, batches.size());
    assertEquals(5, batches.getFirst().size());
    assertEquals(5 * SHAPE.size(), batches.getFirst().pixels().length);
  }

  @Test
  void withoutAugmentationPixelsAreTheTablesValues() {
    ImageSet images = images(20);
    byte[] bytes = new byte[SHAPE.size()];
    for (Batch batch : epoch(images, 1, 0, Augmentation.NONE)) {
      for (int i = 0; i < batch.size(); i++) {
        images.read((int) batch.labels()[i], bytes, 0);
        for (int j = 0; j < bytes.length; j++) {
          int code = TABLE.code(j / SHAPE.area(), Byte.toUnsignedInt(bytes[j]));
          assertEquals(
              Math.scalb((float) code, -TABLE.exponent()), batch.pixels()[i * SHAPE.size() + j]);
        }
      }
    }
  }

  /** Every augmented image must be one of the 81 shifts, flipped or not, of its source. */
  @Test
  void augmentationShiftsAndFlips() {
    ImageSet images = images(64);
    TreeSet<Integer> kinds = new TreeSet<>();
    byte[] source = new byte[SHAPE.size()];
    for (Batch batch : epoch(images, 2, 0, Augmentation.PAD4_CROP_FLIP)) {
      for (int i = 0; i < batch.size(); i++) {
        images.read((int) batch.labels()[i], source, 0);
        float[] found =
            Arrays.copyOfRange(batch.pixels(), i * SHAPE.size(), (i + 1) * SHAPE.size());
        int[] matching =
            IntStream.range(0, 162)
                .filter(kind -> Arrays.equals(found, shifted(source, kind)))
                .toArray();
        assertTrue(matching.length >= 1, "image " + i + " is no shift of its source");
        kinds.add(matching[0]);
      }
    }
    assertTrue(kinds.size() > 30, "only " + kinds);
  }

  private static float[] shifted(byte[] source, int kind) {
    int down = kind / 2 / 9 - 4;
    int right = kind / 2 % 9 - 4;
    float[] values = TABLE.values();
    float[] result = new float[SHAPE.size()];
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 6; y++) {
        for (int x = 0; x < 5; x++) {
          int row = y + down;
          int column = (kind % 2 == 0 ? x : 4 - x) + right;
          boolean inside = row >= 0 && row < 6 && column >= 0 && column < 5;
          int pixel = inside ? Byte.toUnsignedInt(source[(c * 6 + row) * 5 + column]) : 0;
          result[(c * 6 + y) * 5 + x] = values[c * 256 + pixel];
        }
      }
    }
    return result;
  }

  @Test
  void channelsLastIsATransposition() {
    ImageSet images = images(9);
    try (BatchStream first = BatchStream.sequential(images, TABLE, 4, false);
        BatchStream last = BatchStream.sequential(images, TABLE, 4, true)) {
      assertEquals(3, first.batches());
      while (first.hasNext()) {
        Batch planar = first.next();
        Batch interleaved = last.next();
        for (int i = 0; i < planar.pixels().length; i++) {
          int image = i / SHAPE.size();
          int channel = i / SHAPE.area() % 3;
          int at = i % SHAPE.area();
          assertEquals(
              planar.pixels()[i], interleaved.pixels()[image * SHAPE.size() + at * 3 + channel]);
        }
      }
      assertFalse(last.hasNext());
    }
  }

  @Test
  void aSequentialPassKeepsOrderAndTheLastPartialBatch() {
    try (BatchStream stream = BatchStream.sequential(images(10), TABLE, 4, false)) {
      assertArrayEquals(new long[] {0, 1, 2, 3}, stream.next().labels());
      assertArrayEquals(new long[] {4, 5, 6, 7}, stream.next().labels());
      Batch last = stream.next();
      assertEquals(2, last.size());
      assertArrayEquals(new long[] {8, 9}, last.labels());
      assertFalse(stream.hasNext());
      assertThrows(NoSuchElementException.class, stream::next);
    }
  }

  /** A set that counts its reads and fails on one image. */
  private record Failing(ImageSet images, AtomicInteger reads, int bad) implements ImageSet {
    @Override
    public int size() {
      return images.size();
    }

    @Override
    public Shape shape() {
      return images.shape();
    }

    @Override
    public int label(int index) {
      return images.label(index);
    }

    @Override
    public void read(int index, byte[] destination, int offset) {
      reads.incrementAndGet();
      if (index == bad) {
        throw new DatasetException("image " + index + " is broken");
      }
      images.read(index, destination, offset);
    }
  }

  @Test
  void aFailureSurfacesInItsBatchAndEndsTheStream() {
    Failing failing = new Failing(images(20), new AtomicInteger(), 9);
    try (BatchStream stream = BatchStream.sequential(failing, TABLE, 4, false)) {
      stream.next();
      stream.next();
      DatasetException e = assertThrows(DatasetException.class, stream::next);
      assertEquals("image 9 is broken", e.getMessage());
      assertFalse(stream.hasNext());
      assertThrows(NoSuchElementException.class, stream::next);
    }
  }

  @Test
  void preparesAtMostTwoBatchesAheadAndClosingEndsTheThread() throws InterruptedException {
    Failing counting = new Failing(images(100), new AtomicInteger(), -1);
    BatchStream stream = BatchStream.sequential(counting, TABLE, 4, false);
    while (counting.reads().get() < 8) {
      Thread.sleep(1);
    }
    Thread.sleep(50);
    assertEquals(8, counting.reads().get());
    stream.next();
    stream.close();
    stream.close();
    assertFalse(stream.hasNext());
    assertThrows(NoSuchElementException.class, stream::next);
    awaitNoThread();
  }

  @Test
  void theThreadEndsWithTheLastBatch() throws InterruptedException {
    BatchStream stream = BatchStream.sequential(images(100), TABLE, 4, false);
    stream.forEachRemaining(batch -> assertEquals(4, batch.size()));
    awaitNoThread();
    stream.close();
  }

  private static void awaitNoThread() throws InterruptedException {
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("dyadic-batches"))) {
      Thread.sleep(1);
    }
  }

  @Test
  void refusesWhatCannotBeBatched() {
    ImageSet images = images(10);
    for (int size : new int[] {0, -1}) {
      assertThrows(
          IllegalArgumentException.class, () -> BatchStream.sequential(images, TABLE, size, false));
    }
    for (int first : new int[] {-1, 3}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> BatchStream.training(images, TABLE, Augmentation.NONE, 4, 0, 0, first, false));
    }
    PixelTable grey = PixelTable.normalizing(new double[] {0.5}, new double[] {0.5});
    assertThrows(
        IllegalArgumentException.class, () -> BatchStream.sequential(images, grey, 4, false));
    assertThrows(
        IllegalArgumentException.class,
        () -> BatchStream.sequential(images.subset(new int[0]), TABLE, 4, false));
  }
}
