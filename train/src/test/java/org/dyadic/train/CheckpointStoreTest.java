package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.dyadic.model.Notation;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.Shape;
import org.dyadic.train.TrainingState.Phase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  private static final ParameterLayout LAYOUT = layout("2C3-MP2-3FC-2");

  /** Positions of a file that are damaged in turn: all of a small file would take too long. */
  private static final int POSITIONS = 150;

  @TempDir Path temporary;
  private Path folder;
  private CheckpointStore store;

  @BeforeEach
  void open() {
    folder = temporary.resolve("checkpoints");
    store = new CheckpointStore(folder);
  }

  private static ParameterLayout layout(String notation) {
    return new ParameterLayout(Notation.parse(notation, new Shape(1, 6, 6)), false);
  }

  private static TrainingState state(int seed) {
    Random random = new Random(seed);
    TrainingState state = new TrainingState(LAYOUT, 2);
    state.phase = seed % 2 == 0 ? Phase.FLOAT : Phase.METHOD;
    state.epoch = random.nextInt(100);
    state.step = random.nextInt(1000);
    state.lossSum = random.nextDouble() / 3;
    state.seconds = random.nextDouble() * 1e5;
    for (float[] array :
        List.of(
            state.trained,
            state.moments[0],
            state.moments[1],
            state.statistics,
            state.method.floats("noise", 13))) {
      for (int i = 0; i < array.length; i++) {
        array[i] = Float.intBitsToFloat(random.nextInt());
      }
    }
    state.previousSymbols = new byte[LAYOUT.weights().size() * 5];
    random.nextBytes(state.previousSymbols);
    state.method.numbers("exponent/conv1.weight", 1)[0] = 3;
    state.method.numbers("exponent/fc1.weight", 2)[1] = -7.1;
    state.metrics.putAll(Map.of("float_error", 100 * random.nextDouble() / 7));
    return state;
  }

  private static void assertSame(TrainingState expected, TrainingState actual) {
    assertEquals(expected.phase, actual.phase);
    assertEquals(expected.epoch, actual.epoch);
    assertEquals(expected.step, actual.step);
    assertEquals(expected.lossSum, actual.lossSum);
    assertEquals(expected.seconds, actual.seconds);
    assertEquals(expected.method.allNumbers().keySet(), actual.method.allNumbers().keySet());
    expected
        .method
        .allNumbers()
        .forEach(
            (name, array) -> assertArrayEquals(array, actual.method.numbers(name, array.length)));
    assertEquals(expected.method.allFloats().keySet(), actual.method.allFloats().keySet());
    expected
        .method
        .allFloats()
        .forEach((name, array) -> assertBits(array, actual.method.floats(name, array.length)));
    assertEquals(expected.metrics, actual.metrics);
    assertArrayEquals(expected.previousSymbols, actual.previousSymbols);
    assertBits(expected.trained, actual.trained);
    assertBits(expected.moments[0], actual.moments[0]);
    assertBits(expected.moments[1], actual.moments[1]);
    assertBits(expected.statistics, actual.statistics);
  }

  private static void assertBits(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(
          Float.floatToRawIntBits(expected[i]), Float.floatToRawIntBits(actual[i]), "value " + i);
    }
  }

  private CheckpointStore.Restored newest(String... torn) throws IOException {
    List<String> found = new ArrayList<>();
    CheckpointStore.Restored restored = store.newest(LAYOUT, 2, found);
    assertEquals(List.of(torn), found);
    return restored;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aNewRunHasNone() throws IOException {
    assertNull(newest());
  }

  @Test
  void everyBitComesBack() throws IOException {
    for (int seed = 0; seed < 4; seed++) {
      TrainingState state = state(seed);
      store.save(state, 123_456_789_012L + seed);
      CheckpointStore.Restored restored = newest();
      assertSame(state, restored.state());
      assertEquals(123_456_789_012L + seed, restored.logLength());
    }
  }

  @Test
  void theTwoNewestAreKept() throws IOException {
    for (int seed = 0; seed < 12; seed++) {
      store.save(state(seed), seed);
    }
    assertEquals(List.of("00000011.ckpt", "00000012.ckpt"), files());
    assertEquals(11, newest().logLength());
  }

  @Test
  void everyTruncationFallsBackToTheOneBefore() throws IOException {
    store.save(state(1), 1);
    store.save(state(2), 2);
    Path newest = folder.resolve("00000002.ckpt");
    byte[] whole = Files.readAllBytes(newest);
    for (int i = 0; i < POSITIONS; i++) {
      int length = i < 20 ? i : (int) ((long) whole.length * i / POSITIONS);
      Files.write(newest, Arrays.copyOf(whole, length));
      CheckpointStore.Restored restored = newest("00000002.ckpt");
      assertEquals(1, restored.logLength(), "length " + length);
    }
    Files.write(newest, Arrays.copyOf(whole, whole.length - 1));
    assertSame(state(1), newest("00000002.ckpt").state());
    Files.write(newest, Arrays.copyOf(whole, whole.length + 1));
    assertSame(state(1), newest("00000002.ckpt").state());
  }

  @Test
  void everyDamagedByteFallsBackToTheOneBefore() throws IOException {
    store.save(state(1), 1);
    store.save(state(2), 2);
    Path newest = folder.resolve("00000002.ckpt");
    byte[] whole = Files.readAllBytes(newest);
    for (int i = 0; i < POSITIONS; i++) {
      int position = i < 20 ? i : whole.length - 1 - whole.length * (i - 20) / POSITIONS;
      byte[] damaged = whole.clone();
      damaged[position] ^= (byte) (1 << i % 8);
      Files.write(newest, damaged);
      assertEquals(1, newest("00000002.ckpt").logLength(), "byte " + position);
    }
    Files.write(newest, whole);
    assertSame(state(2), newest().state());
  }

  @Test
  void withNothingWholeThereIsNothing() throws IOException {
    store.save(state(1), 1);
    Files.write(folder.resolve("00000001.ckpt"), new byte[100]);
    assertNull(newest("00000001.ckpt"));
  }

  @Test
  void anotherNetworksCheckpointIsLeftOut() throws IOException {
    store.save(state(1), 1);
    List<String> found = new ArrayList<>();
    assertNull(store.newest(layout("2C3-MP2-4FC-2"), 2, found));
    assertEquals(List.of("00000001.ckpt"), found);
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    Files.createDirectories(folder);
    for (String name : List.of("00000009.ckpt.tmp", "notes.txt", "9999999999.ckpt", "1.ckpt")) {
      Files.writeString(folder.resolve(name), "mine");
    }
    store.save(state(1), 1);
    assertSame(state(1), newest().state());
    assertEquals(5, files().size());
  }
}
