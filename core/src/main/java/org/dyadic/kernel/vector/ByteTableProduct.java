package org.dyadic.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import org.dyadic.kernel.Product;
import org.dyadic.kernel.Scratch;
import org.dyadic.kernel.Window;

/**
 * {@link TableProduct} for inputs of at most two bits and windows of nine positions: entries of
 * tables and sums of a block fit into 8 bits, so that one load serves twice the pixels. Blocks'
 * sums join sums of 16 bits, and these sums of 32 bits once a plane.
 */
final class ByteTableProduct implements Product {
  private static final int LANES = ByteVector.SPECIES_PREFERRED.length();

  private final Window window;
  private final TableLayout layout;

  ByteTableProduct(Window window, byte[] weights, int min, int max) {
    this(TableUnits.ofChannels(window, LANES), weights, min, max);
  }

  /** With units of channels of the caller's choice. */
  ByteTableProduct(TableUnits units, byte[] weights, int min, int max) {
    window = units.window();
    layout = new TableLayout(units, weights, LANES, range(min, max));
  }

  private static SafeBlocks.Range range(int min, int max) {
    return new SafeBlocks.Range(min, max, Byte.SIZE, false);
  }

  /** Whether the sums of a unit fit 8 bits and all of a plane 16, and windows are those. */
  static boolean canDo(Window window, int min, int max) {
    return TableProduct.canDo(window, min, max)
        && window.size().rows() * window.size().columns() == TableTile.NINE
        && range(min, max).holds(TableUnits.INPUTS * TableTile.NINE)
        && (long) window.fanIn() * Math.max(max, -min) <= Short.MAX_VALUE;
  }

  @Override
  public Scratch.Need scratch() {
    int sums = layout.sums();
    return new Scratch.Need(sums, sums, 0, inputsAt() + layout.inputs() + LANES);
  }

  /** Sums, tables and inputs share an array. */
  private int inputsAt() {
    return layout.sums() + layout.tables();
  }

  @Override
  public long bytes() {
    return layout.allBytes();
  }

  @Override
  public void row(int[] in, int y, Scratch scratch, int[] sums) {
    if (y == 0) {
      spread(in, scratch.bytes());
      sum(scratch);
    }
    layout.row(scratch.ints(), y, sums);
  }

  /** Brings each channel's pixels together, with zeros around the image. */
  private void spread(int[] in, byte[] bytes) {
    Arrays.fill(bytes, inputsAt(), inputsAt() + layout.inputs(), (byte) 0);
    FlatImage image = layout.image();
    int channels = window.channels();
    int pitch = image.planes() * image.size();
    for (int plane = 0; plane < image.planes(); plane++) {
      int first = image.first(plane);
      int count = image.columns(plane);
      for (int y = 0; y < window.height(); y++) {
        int from = (y * window.width() + first) * channels;
        int to = inputsAt() + plane * image.size() + image.pixel(y, first, plane);
        ChannelPlanes.apart(in, from, channels, count, bytes, to, pitch);
      }
    }
  }

  private void sum(Scratch scratch) {
    byte[] bytes = scratch.bytes();
    short[] shorts = scratch.shorts();
    int sums = layout.sums();
    Arrays.fill(bytes, 0, sums, (byte) 0);
    Arrays.fill(shorts, 0, sums, (short) 0);
    for (int plane = 0; plane < layout.planes(); plane++) {
      for (SafeBlocks.Block block : layout.blocks()) {
        for (int unit = block.from(); unit < block.end(); unit++) {
          build(unit, bytes);
          look(layout.codes(plane, unit), bytes);
        }
        ByteTables.join(bytes, shorts, sums);
      }
      MemoryTables.join(shorts, scratch.ints(), sums, Trits.weight(plane), plane > 0);
    }
  }

  private void build(int unit, byte[] bytes) {
    int a = inputsAt() + layout.input(unit, 0);
    int b = inputsAt() + layout.input(unit, 1);
    int c = inputsAt() + layout.input(unit, 2);
    int d = inputsAt() + layout.input(unit, 3);
    int size = layout.image().size();
    for (int i = 0; i < layout.count(); i++) {
      int next = i * size;
      int to = layout.sums() + i * layout.table();
      ByteTables.build(bytes, a + next, b + next, c + next, d + next, size, to);
    }
  }

  /** Adds what four inputs give to the sums of all vectors. */
  private void look(TableLayout.Codes codes, byte[] bytes) {
    Tiles tiles = layout.tiles();
    for (int tile = 0; tile < tiles.count(); tile++) {
      int from = layout.sums() + tiles.first(tile) * LANES;
      ByteTableTile.look(tiles.size(tile), bytes, from, codes, layout.sumsAt(tile));
    }
  }
}
