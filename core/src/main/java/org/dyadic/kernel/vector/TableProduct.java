package org.dyadic.kernel.vector;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.ShortVector;
import org.dyadic.kernel.Product;
import org.dyadic.kernel.Scratch;
import org.dyadic.kernel.Window;

/**
 * Sums of convolutions of 3 x 3 at distance 1 by table lookups in memory, with neighbouring pixels
 * in the lanes: four input channels and their four ternary weights are one of 81 sums, and one load
 * takes that sum for a vector of pixels. Tables of four channels serve all outputs and all
 * positions in the window. For vectors that have no lookups in registers: AVX2, NEON.
 *
 * <p>The whole image is summed when its first row is asked for. Sums are 16 bits wide within a
 * block ({@link SafeBlocks}), then join 32-bit sums, times 3^k in plane k of wider codes ({@link
 * Trits}).
 */
final class TableProduct implements Product {
  /** Channels of a table. */
  private static final int CHANNELS = 4;

  /** Sums of a table: 3^4. */
  private static final int SUMS = 81;

  /** Rows and columns of the window. */
  private static final int SIZE = 3;

  private static final int TAPS = SIZE * SIZE;
  private static final int LANES = ShortVector.SPECIES_PREFERRED.length();

  /** Vectors that are summed at a time, as long as there are so many. */
  private static final int TILE = 2;

  /** What a lookup and its addition cost in products of {@link LaneProduct}. */
  private static final double LOOKUP_COST = 1.5;

  private final Window window;
  private final FlatImage image;
  private final int planes;
  private final int quads;
  private final byte[] codes;
  private final List<SafeBlocks.Block> blocks;

  TableProduct(Window window, byte[] weights, int min, int max) {
    this.window = window;
    image = new FlatImage(window, LANES);
    planes = Trits.planes(weights);
    quads = Math.ceilDiv(window.channels(), CHANNELS);
    codes = pack(weights);
    blocks =
        new SafeBlocks(
                new SafeBlocks.Extents(window.outChannels(), planes, 1, quads, CHANNELS * TAPS),
                (plane, output, row, quad, i) ->
                    trit(weights, plane, output, quad, i / CHANNELS, i % CHANNELS),
                range(min, max))
            .find();
  }

  private static SafeBlocks.Range range(int min, int max) {
    return new SafeBlocks.Range(min, max, Short.SIZE, false);
  }

  /** Whether the window is of this kind, and the sums of a table's channels fit 16 bits. */
  static boolean canDo(Window window, int min, int max) {
    return window.groups() == 1
        && window.size().rows() == SIZE
        && window.size().columns() == SIZE
        && window.stride().rows() == 1
        && window.stride().columns() == 1
        && range(min, max).holds(CHANNELS * TAPS);
  }

  /** Whether building tables and looking sums up takes less than multiplying. */
  static boolean pays(Window window) {
    double lookups = TAPS * window.outChannels();
    double pixels = window.outHeight() * window.outWidth();
    double vectors = new FlatImage(window, LANES).vectors();
    return LOOKUP_COST * (lookups + SUMS) * vectors * LANES < lookups * CHANNELS * pixels;
  }

  private byte[] pack(byte[] weights) {
    byte[] packed = new byte[planes * quads * window.outChannels() * TAPS];
    int at = 0;
    for (int plane = 0; plane < planes; plane++) {
      for (int quad = 0; quad < quads; quad++) {
        for (int output = 0; output < window.outChannels(); output++) {
          for (int tap = 0; tap < TAPS; tap++) {
            int code = 0;
            for (int channel = CHANNELS - 1; channel >= 0; channel--) {
              code = 3 * code + trit(weights, plane, output, quad, tap, channel) + 1;
            }
            packed[at++] = (byte) code;
          }
        }
      }
    }
    return packed;
  }

  private int trit(byte[] weights, int plane, int output, int quad, int tap, int channel) {
    int input = CHANNELS * quad + channel;
    return input < window.channels()
        ? Trits.digit(weights[(output * TAPS + tap) * window.channels() + input], plane)
        : 0;
  }

  @Override
  public Scratch.Need scratch() {
    int beyond = image.offset(SIZE, SIZE) + LANES;
    int tables = SUMS * image.size() + beyond;
    return new Scratch.Need(sums(), sums() + tables, CHANNELS * quads * image.size(), 0);
  }

  /** Sums of all outputs, and of the pixels that fill vectors up; the tables follow them. */
  private int sums() {
    return image.vectors() * LANES * window.outChannels();
  }

  @Override
  public long bytes() {
    return codes.length;
  }

  @Override
  public void row(int[] in, int y, Scratch scratch, int[] sums) {
    if (y == 0) {
      spread(in, scratch.line());
      sum(scratch);
    }
    int outputs = window.outChannels();
    int[] all = scratch.ints();
    for (int x = 0; x < window.outWidth(); x++) {
      int lane = image.lane(y, x);
      int tile = tileOf(lane / LANES);
      int step = vectorsAt(tile) * LANES;
      int from = tile * LANES * outputs + lane - tile * LANES;
      for (int output = 0; output < outputs; output++) {
        sums[x * outputs + output] = all[from + output * step];
      }
    }
  }

  /** The first vector of those that are summed with one. */
  private int tileOf(int vector) {
    int first = vector - vector % TILE;
    return vectorsAt(first) == TILE ? first : vector;
  }

  private int vectorsAt(int first) {
    return first + TILE <= image.vectors() ? TILE : 1;
  }

  /** Brings each channel's pixels together, with zeros around the image. */
  private void spread(int[] in, short[] channels) {
    Arrays.fill(channels, 0, CHANNELS * quads * image.size(), (short) 0);
    int count = window.channels();
    for (int y = 0; y < window.height(); y++) {
      for (int x = 0; x < window.width(); x++) {
        int from = (y * window.width() + x) * count;
        int to = image.pixel(y, x);
        for (int channel = 0; channel < count; channel++) {
          channels[to + channel * image.size()] = (short) in[from + channel];
        }
      }
    }
  }

  private void sum(Scratch scratch) {
    short[] shorts = scratch.shorts();
    Arrays.fill(shorts, 0, sums(), (short) 0);
    boolean add = false;
    for (int plane = 0; plane < planes; plane++) {
      for (SafeBlocks.Block block : blocks) {
        for (int quad = block.from(); quad < block.from() + block.count(); quad++) {
          int from = CHANNELS * quad * image.size();
          MemoryTables.build(scratch.line(), from, image.size(), shorts, sums());
          look(plane * quads + quad, shorts);
        }
        MemoryTables.join(shorts, scratch.ints(), sums(), Trits.weight(plane), add);
        add = true;
      }
    }
  }

  /** Adds what four channels give to the sums of all vectors. */
  private void look(int quad, short[] shorts) {
    int outputs = window.outChannels();
    int codesAt = quad * outputs * TAPS;
    int line = image.offset(1, 0);
    int pitch = image.size();
    for (int vector = 0; vector < image.vectors(); vector += vectorsAt(vector)) {
      int start = image.start(vector);
      int from = sums() + start;
      int sumsAt = vector * LANES * outputs;
      if (vectorsAt(vector) == TILE) {
        int apart = image.start(vector + 1) - start;
        TableTile.two(shorts, from, apart, line, pitch, codes, codesAt, outputs, sumsAt);
      } else {
        TableTile.one(shorts, from, line, pitch, codes, codesAt, outputs, sumsAt);
      }
    }
  }
}
