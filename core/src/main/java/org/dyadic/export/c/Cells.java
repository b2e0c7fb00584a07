package org.dyadic.export.c;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dyadic.model.Sequence;
import org.dyadic.quant.Codes;
import org.dyadic.quant.Fold;
import org.dyadic.quant.GateRule;
import org.dyadic.quant.GateTables;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.RecurrentLayer;

/** Writes recurrent layers. */
final class Cells {
  private static final int STRUCT_BYTES = 36;
  private static final int MULTIPLICATIONS_LSTM = 16;
  private static final int MULTIPLICATIONS_GRU = 12;

  private final Source source;
  private final Fold fold;
  private final Connections connections;

  Cells(Source source, Fold fold, Connections connections) {
    this.source = source;
    this.fold = fold;
    this.connections = connections;
  }

  /** Writes a layer; its input has no gaps. */
  Step write(RecurrentLayer layer, Tensor in, Tensor out) {
    Sequence sequence = Sequence.of(layer.in());
    IntegerLayer.FullyConnected ofInput = layer.sums().input();
    IntegerLayer.FullyConnected ofHidden = layer.sums().hidden();
    Connections.Packed input = pack(ofInput, WeightMatrix.of(ofInput, sequence));
    Connections.Packed hidden = pack(ofHidden, WeightMatrix.of(ofHidden));
    int rows = hidden.matrix().outputs();
    int table = Math.max(input.table(), hidden.table());
    List<Argument> arguments = new ArrayList<>();
    arguments.add(new Argument.Text("&" + struct(layer, sequence, input, hidden)));
    arguments.add(in);
    arguments.add(out);
    arguments.add(Tensor.of(ElementType.S16, out.shape()));
    arguments.add(Tensor.of(ElementType.S32, ofHidden.out()));
    arguments.add(new Argument.Words(new Buffer(4L * (table + rows))));
    return new Step(
        layer.name() + (layer instanceof RecurrentLayer.Lstm ? ": LSTM" : ": GRU"),
        function(layer, in, input, hidden),
        arguments,
        work(layer, sequence.steps(), input, hidden));
  }

  private Connections.Packed pack(IntegerLayer.FullyConnected product, WeightMatrix matrix) {
    Codes weights = product.weights();
    return connections.pack(
        product.name(), Coding.of(weights), matrix, weights.scales().twoPlanes());
  }

  private String struct(
      RecurrentLayer layer,
      Sequence sequence,
      Connections.Packed input,
      Connections.Packed hidden) {
    GateRule rule = layer.rule();
    String offset =
        source.array(
            "int32_t",
            4,
            layer.name() + "_offset",
            Arrays.stream(rule.bias()).mapToLong(bias -> bias + rule.half()));
    int exponent = layer instanceof RecurrentLayer.Lstm lstm ? lstm.cellExponent() : 0;
    needTables();
    return source.struct(
        "cell",
        STRUCT_BYTES,
        layer.name(),
        "%s, %s, %du, %du, %d, %d, %s, %du, %du\n"
            .formatted(
                input.struct(),
                hidden.struct(),
                layer.units(),
                sequence.steps(),
                factor(rule.inputMultiplier()),
                factor(rule.hiddenMultiplier()),
                offset,
                rule.shift(),
                exponent));
  }

  private int factor(int multiplier) {
    return fold == Fold.SHIFT ? Arithmetic.power(multiplier) : multiplier;
  }

  private void needArithmetic() {
    if (fold == Fold.SHIFT) {
      source.need("shifted.c");
      source.need("product_shift.c");
      source.need("scaled_shift.c");
    } else {
      source.need("product.c");
      source.need("scaled.c");
    }
  }

  private void needTables() {
    needArithmetic();
    source.table("sigmoid_table", GateTables.sigmoid());
    source.table("tanh_table", GateTables.tanh());
    source.need("cell.c");
    source.need("lstm.c");
  }

  private String function(
      RecurrentLayer layer, Tensor in, Connections.Packed input, Connections.Packed hidden) {
    Finish none = new Finish(source, fold, layer.name(), false);
    String ofInput = connections.function(input, in.type(), ElementType.S32, none);
    String ofHidden = connections.function(hidden, ElementType.S8, ElementType.S32, none);
    String cell = layer instanceof RecurrentLayer.Lstm ? "lstm" : "gru";
    return source.function(
        "%s %s %s %s".formatted(cell, in.type(), ofInput, ofHidden),
        cell + "_layer",
        name ->
            Template.of("recur.c")
                .with("name", name)
                .with("in", in.type().c())
                .with("hidden-table", hidden.table())
                .with("connect-input", ofInput)
                .with("connect-hidden", ofHidden)
                .with("cell", Template.of(cell + "_cell.c").text()));
  }

  private Work work(
      RecurrentLayer layer, long steps, Connections.Packed input, Connections.Packed hidden) {
    Work products = input.work(0).plus(hidden.work(0));
    int each = layer instanceof RecurrentLayer.Lstm ? MULTIPLICATIONS_LSTM : MULTIPLICATIONS_GRU;
    return new Work(products.additions() * steps, each * steps * layer.units());
  }
}
