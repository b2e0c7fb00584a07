package org.dyadic.export.c;

/**
 * How a convolution's sums lie in scratch space: tables, inputs, sums in lanes, and whole sums
 * where lanes settle.
 *
 * @param words of lanes for every output
 * @param outputs of a group
 */
record Tile(int words, Lanes lanes, boolean split, PackedWeights packed, int outputs) {
  private static final int ENTRIES = 64;
  private static final int INPUTS = 16;
  private static final int ADDITIONS_OF_A_TABLE = 11;

  /** Positions whose sums are made together. */
  int positions() {
    return words * lanes.count();
  }

  int pad() {
    return packed.coding().pad() - 1;
  }

  /** Words of sums for one output. */
  private int sums() {
    return split ? 2 * words : words;
  }

  private int whole() {
    return split ? 2 * positions() : positions();
  }

  private boolean fromLanes() {
    return lanes.count() == 2 && !lanes.settles();
  }

  long scratchBytes() {
    long totals = lanes.settles() ? (long) outputs * whole() : 0;
    return 4 * ((long) words * (ENTRIES + INPUTS) + (long) outputs * sums() + totals);
  }

  Template fill(Template template) {
    return template
        .words(words)
        .with("positions", positions())
        .with("lane-count", lanes.count())
        .with("pad", pad())
        .with("step", sums())
        .with("sum-step", split && packed.rows() == 1 ? 2 * words : words)
        .with("rows", packed.rows() == 1 ? "outputs" : "outputs << 1")
        .with("totals", "(outputs << " + Integer.numberOfTrailingZeros(sums()) + ")")
        .with("settle-rows", split ? "outputs << 1" : "outputs")
        .with("whole", lanes.settles() ? "totals" : "(int32_t *)sums")
        .with("whole-step", whole())
        .with("add", packed.add(words))
        .when("codes", packed.hasCodes())
        .when("rest", packed.hasRest())
        .when("settles", lanes.settles())
        .when("lanes", fromLanes())
        .when("lanes-split", fromLanes() && split)
        .when("whole", !fromLanes())
        .when("whole-split", !fromLanes() && split);
  }

  /** What all tiles of a convolution compute. */
  Work work(long positions, int window, WeightMatrix matrix, int groups, Finish finish) {
    long tiles = (positions + positions() - 1) / positions();
    long quads = (matrix.inputs() + 3L) / 4;
    long tables = quads * ADDITIONS_OF_A_TABLE * words * groups;
    long bits = Math.max(2, matrix.bits());
    long lookups = quads * bits * words * matrix.outputs() * packed.rows();
    long results = positions * matrix.outputs();
    return new Work(
        tiles * (tables + lookups) + results, results / window * finish.multiplications());
  }

  /** What distinguishes the C function from that of other layers. */
  @Override
  public String toString() {
    return "%d %s %s %s %s %s"
        .formatted(
            lanes.count(),
            lanes.settles(),
            split,
            packed.coding(),
            packed.hasCodes(),
            packed.hasRest());
  }
}
