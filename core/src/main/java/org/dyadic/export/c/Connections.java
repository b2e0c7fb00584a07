package org.dyadic.export.c;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.quant.IntegerLayer;

/** Writes products of a weight matrix and a vector, each with what becomes of its sums. */
final class Connections {
  /** From this many outputs on, looking 8 inputs up at once pays for the larger table. */
  private static final int OUTPUTS_FOR_BYTES = 96;

  private static final int BYTE_TABLE = 512;
  private static final int QUAD_TABLE = 64;
  private static final int STRUCT_BYTES = 20;

  private final Source source;
  private final int words;
  private final boolean bytesAllowed;

  /**
   * A writer.
   *
   * @param words of a tile of convolutions
   * @param bytesAllowed whether tables of 2 KiB may be used
   */
  Connections(Source source, int words, boolean bytesAllowed) {
    this.source = source;
    this.words = words;
    this.bytesAllowed = bytesAllowed;
  }

  /**
   * A matrix in flash, and the C function that multiplies by it.
   *
   * @param struct the C expression of its description
   * @param bytes whether 8 inputs are looked up at once
   */
  record Packed(WeightMatrix matrix, PackedWeights weights, String struct, boolean bytes) {
    int table() {
      return bytes ? BYTE_TABLE : QUAD_TABLE;
    }

    /** Words of scratch space: a table and a sum for each output, two for two planes. */
    Argument scratch() {
      int sums = matrix.outputs() * (weights.split() ? 2 : 1);
      return new Argument.Words(new Buffer(4L * (table() + sums)));
    }

    Work work(long multiplications) {
      long quads = (matrix.inputs() + 3L) / 4;
      long bits = Math.max(2, matrix.bits());
      long tables = bytes ? quads / 2 * 255 : quads * 11;
      long lookups = quads * bits * matrix.outputs() * weights.rows() / (bytes ? 2 : 1);
      return new Work(tables + lookups + matrix.outputs(), matrix.outputs() * multiplications);
    }
  }

  /** Writes a fully connected layer; its input has no gaps. */
  Step write(IntegerLayer.FullyConnected layer, Tensor in, Finish finish, Output out) {
    boolean split = layer.weights().scales().twoPlanes();
    Packed packed = pack(layer.name(), Coding.of(layer.weights()), WeightMatrix.of(layer), split);
    return new Step(
        layer.name() + ": fully connected",
        function(packed, in.type(), out.type(), finish),
        arguments(packed, finish, in, out.argument()),
        packed.work(finish.multiplications()));
  }

  /** Writes the weights of a layer. */
  Packed pack(String layer, Coding coding, WeightMatrix matrix, boolean split) {
    PackedWeights weights = PackedWeights.of(source, layer, coding, matrix, 1, split);
    source.need("connected.c");
    String struct =
        source.struct(
            "connected",
            STRUCT_BYTES,
            layer,
            "%du, %du, %du, %s, %s\n"
                .formatted(
                    matrix.inputs(),
                    matrix.outputs(),
                    matrix.bits(),
                    weights.codes(),
                    weights.rest()));
    boolean bytes =
        bytesAllowed
            && coding == Coding.TERNARY
            && weights.hasCodes()
            && matrix.outputs() >= OUTPUTS_FOR_BYTES;
    return new Packed(matrix, weights, "&" + struct, bytes);
  }

  /** The arguments of a call. */
  List<Argument> arguments(Packed packed, Finish finish, Argument in, Argument out) {
    List<Argument> arguments = new ArrayList<>();
    arguments.add(new Argument.Text(packed.struct()));
    arguments.addAll(finish.arguments());
    arguments.add(in);
    arguments.add(out);
    arguments.add(packed.scratch());
    return arguments;
  }

  /** The name of the C function. */
  String function(Packed packed, ElementType in, ElementType out, Finish finish) {
    PackedWeights weights = packed.weights();
    int pad = weights.coding().pad() - 1;
    need(packed, in, pad);
    String key =
        "connect %s %s %s %s %s %s%s"
            .formatted(
                in,
                out,
                weights.coding(),
                weights.hasCodes() + "/" + weights.hasRest(),
                packed.bytes(),
                weights.split(),
                finish.key());
    return source.function(
        key,
        "connect",
        name ->
            Template.of("connect.c")
                .words(1)
                .with("table", packed.table())
                .with("name", name)
                .with("in", in.c())
                .with("out", out.c())
                .with("pad", pad)
                .with("rows", weights.rows() == 1 ? "outputs" : "outputs << 1")
                .with("sum-step", weights.split() && weights.rows() == 1 ? 2 : 1)
                .with("add", add(packed))
                .with("parameters", finish.parameters())
                .with("constants", finish.constants())
                .with("channel", finish.channel())
                .with("value", finish.value())
                .when("codes", weights.hasCodes())
                .when("rest", weights.hasRest())
                .when("split", weights.split()));
  }

  private static String add(Packed packed) {
    PackedWeights weights = packed.weights();
    if (!packed.bytes()) {
      return "sum_groups_1(inputs, quads, table);\n" + weights.add(1);
    }
    String bytes =
        """
        sum_bytes(inputs, table);
        sum_bytes(inputs + 8, table + 256);
        add_bytes(codes, rows, table, before, step, sums);
        codes += rows;
        HIDE(codes);
        """;
    String rest =
        """
        sum_groups_1(inputs, quads, table);
        rest = add_ternary_rest_1(rest, rows, quads, table, before, step, sums);
        """;
    return weights.hasRest()
        ? "if (quads == 4u) {\n%s} else {\n%s}\n".formatted(bytes.indent(4), rest.indent(4))
        : "(void)quads;\n" + bytes;
  }

  private void need(Packed packed, ElementType in, int pad) {
    source.need("no_sums.c", Template.of("no_sums.c").with("size", 2 * words));
    source.need(
        "take %s %d".formatted(in, pad), Template.of("take.c").with("in", in.c()).with("pad", pad));
    if (packed.bytes()) {
      source.need("bytes.c");
    }
    if (!packed.bytes() || packed.weights().hasRest()) {
      packed.weights().needOne(source, packed.bytes());
    }
  }
}
