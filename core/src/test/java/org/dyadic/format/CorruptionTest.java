package org.dyadic.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.dyadic.quant.RandomNetworks;
import org.dyadic.quant.ScaledNetworks;
import org.junit.jupiter.api.Test;

/** Damaged files, and forged ones whose checksums are right. */
class CorruptionTest {
  /** A grey input, which keeps the file small. */
  private static final long SEED = 0;

  private static final int[] EVERY_FLIP = IntStream.range(1, 256).toArray();

  /** Every single bit, and some bits at once. */
  private static final int[] FLIPS = {1, 2, 4, 8, 16, 32, 64, 128, 3, 0x55, 0xAA, 0xFE, 0xFF};

  private static final byte[] FILE = ModelFile.toBytes(RandomNetworks.withEveryLayer(SEED));

  @Test
  void everyTruncationIsRefused() {
    for (int length = 0; length < FILE.length; length++) {
      byte[] torn = Arrays.copyOf(FILE, length);
      assertThrows(
          ModelFormatException.class, () -> ModelFile.fromBytes(torn), torn.length + " bytes");
    }
  }

  @Test
  void everyByteThatChangesIsRefused() {
    byte[] bytes = FILE.clone();
    for (int at = 0; at < bytes.length; at++) {
      for (int flip : at < Container.HEADER_BYTES + Container.TABLE_BYTES ? EVERY_FLIP : FLIPS) {
        bytes[at] ^= (byte) flip;
        String what = "byte " + at + " flip " + flip;
        assertThrows(ModelFormatException.class, () -> ModelFile.fromBytes(bytes), what);
        bytes[at] ^= (byte) flip;
      }
    }
    assertArrayEquals(FILE, bytes);
  }

  @Test
  void moreBytesAreRefused() {
    byte[] longer = Arrays.copyOf(FILE, FILE.length + 1);
    ModelFormatException fault =
        assertThrows(ModelFormatException.class, () -> ModelFile.fromBytes(longer));
    assertEquals("a file of %d bytes".formatted(FILE.length), fault.expected());
    assertEquals(FILE.length + 1 + " bytes", fault.found());
    assertEquals(16, fault.offset());
  }

  /** The tool of these tests makes good files, so what is refused is refused for its contents. */
  @Test
  void aForgedFileWithoutChangesIsTheFile() {
    assertArrayEquals(FILE, new ForgedFile(FILE).build());
  }

  @Test
  void aForgedByteIsRefusedOrTheOneEncodingOfAnotherNetwork() {
    int accepted = 0;
    ForgedFile forged = new ForgedFile(FILE);
    for (ForgedFile.Part part : forged.parts) {
      for (int at = 0; at < part.bytes.length; at++) {
        for (int flip : new int[] {1, 16, 255}) {
          part.bytes[at] ^= (byte) flip;
          accepted += judge(forged.build(), part.id + " byte " + at + " flip " + flip);
          part.bytes[at] ^= (byte) flip;
        }
      }
    }
    assertTrue(accepted > 300, "changed codes and pixels are other networks, " + accepted);
  }

  /** The same with weights of every form. */
  @Test
  void aForgedByteOfScaledWeightsIsRefusedOrTheOneEncodingOfAnotherNetwork() {
    int accepted = 0;
    ForgedFile forged = new ForgedFile(ModelFile.toBytes(ScaledNetworks.withEveryLayer(SEED)));
    for (String id : new String[] {"LAYR", "REQT", "CODE"}) {
      byte[] bytes = forged.part(id).bytes;
      for (int at = 0; at < bytes.length; at++) {
        for (int flip : new int[] {1, 16, 128}) {
          bytes[at] ^= (byte) flip;
          accepted += judge(forged.build(), id + " byte " + at + " flip " + flip);
          bytes[at] ^= (byte) flip;
        }
      }
    }
    assertTrue(accepted > 300, "changed scales and multipliers are other networks, " + accepted);
  }

  @Test
  void randomForgeriesAreRefusedOrTheOneEncodingOfAnotherNetwork() {
    for (long seed = 0; seed < 4000; seed++) {
      Random random = new Random(seed);
      ForgedFile forged = new ForgedFile(FILE);
      for (int edit = random.nextInt(3); edit >= 0; edit--) {
        ForgedFile.Part part = forged.parts.get(random.nextInt(forged.parts.size()));
        part.bytes = edited(part.bytes, random);
      }
      judge(forged.build(), "seed " + seed);
    }
  }

  /** Overwrites a few bytes, cuts some out or puts some in. */
  private static byte[] edited(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length + 1);
    int count = 1 + random.nextInt(8);
    byte[] some = new byte[count];
    if (random.nextBoolean()) {
      random.nextBytes(some);
    } else {
      Arrays.fill(some, (byte) (random.nextBoolean() ? 0 : 255));
    }
    int kind = random.nextInt(3);
    byte[] left = Arrays.copyOf(bytes, at);
    byte[] middle = kind == 0 ? new byte[0] : some;
    int skipped = kind == 2 ? 0 : Math.min(count, bytes.length - at);
    byte[] right = Arrays.copyOfRange(bytes, at + skipped, bytes.length);
    byte[] all = Arrays.copyOf(left, left.length + middle.length + right.length);
    System.arraycopy(middle, 0, all, left.length, middle.length);
    System.arraycopy(right, 0, all, left.length + middle.length, right.length);
    return all;
  }

  /** 1 if the file reads, in which case writing gives the same bytes; 0 if it is refused. */
  private static int judge(byte[] file, String what) {
    try {
      assertArrayEquals(file, ModelFile.toBytes(ModelFile.fromBytes(file)), what);
      return 1;
    } catch (ModelFormatException refused) {
      assertTrue(refused.offset() >= 0 && refused.offset() <= file.length, what + ": " + refused);
      return 0;
    }
  }
}
