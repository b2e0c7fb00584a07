package org.dyadic.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The papers' notation for networks.
 *
 * <pre>
 * network  = item { "-" item }
 * item     = [ count "x" ] ( conv | pool | linear | cell | norm | "(" network ")" | residual | dense )
 * conv     = filters "C" kernel { "s" stride | "g" groups | "p" [ padding ] | "v" } [ "n" ]
 *                            convolution, batch norm, ReLU; with "n" the convolution, nothing after
 *          | "DW" kernel { "s" stride | "p" [ padding ] | "v" } [ "n" ]
 *                            the same with each channel filtered by itself
 * pool     = "MP" size [ "s" stride ] [ "p" padding ] | "AP" size [ "s" stride ] | "GAP"
 * kernel, size, stride, padding = number [ "x" number ]
 *                            rows "x" columns; one number stands for both
 * linear   = units "FC" [ "n" ]                linear, batch norm, ReLU; with "n" without bias alone
 *          | units                                  the last layer: linear with a bias, nothing after
 * cell     = "LSTM" units | "GRU" units             recurrent; its last hidden state goes on
 * norm     = "BR" | "BN" | "RELU"                 batch norm and ReLU, or one of them by itself
 * residual = "R(" network [ "|" network ] ")"                    body and shortcut, summed, and ReLU
 *          | "Rn(" network [ "|" network ] ")"       summed; branches as they are written, no ReLU
 * dense    = "D(" network ")"                        the input's channels, then those of the network
 * </pre>
 *
 * A kernel of 3, 1x3 or 3x1 is padded to keep the size, every other is not; {@code p} (padded by
 * half the kernel), {@code p} with a number of zeros, and {@code v} (valid) override. {@code BR} is
 * a batch norm and a ReLU by themselves: {@code BR-12C3n} is a pre-activated convolution. The body
 * of a residual block ends in a convolution or {@code FC} layer, whose ReLU comes after the sum; so
 * does that of a convolution at the end of its shortcut, as in {@code R(64C3s2-64C3|64C1s2)}. A
 * shortcut that is not written takes every stride-th pixel and zero channels where it must shrink
 * or widen. A flatten before the first linear layer is understood. {@code 32C1x5} is a
 * one-dimensional convolution on inputs of one row, {@code DW3} one of as many groups and filters
 * as channels come in.
 */
public final class Notation {
  /** Where a list of layers stands, which decides what its last layer may be. */
  private enum Place {
    NETWORK,
    BRANCH,
    DENSE
  }

  private Notation() {}

  /**
   * The network of a text.
   *
   * @throws IllegalArgumentException with the position of what cannot be read, or with the layer
   *     that does not fit its input
   */
  public static Network parse(String text, Shape input) {
    return new Network(input, new NotationParser(text, input).parse());
  }

  /** The text of a network; layers that the notation has no word for are printed by kind. */
  public static String print(Network network) {
    List<String> items = new ArrayList<>();
    printInto(network.nodes(), Place.NETWORK, items);
    return join(items);
  }

  private static String join(List<String> items) {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < items.size(); ) {
      int end = i + 1;
      while (end < items.size() && items.get(end).equals(items.get(i))) {
        end++;
      }
      String item = items.get(i);
      boolean closed = item.endsWith(")");
      String body = closed ? item : "(" + item + ")";
      runs.add(end - i == 1 ? item : (end - i) + "x" + body);
      i = end;
    }
    return String.join("-", runs);
  }

  private static void printInto(List<Network.Node> nodes, Place place, List<String> items) {
    for (int i = 0; i < nodes.size(); ) {
      i += printItem(nodes, i, place, items);
    }
  }

  private static String print(List<Network.Node> nodes, Place place) {
    List<String> items = new ArrayList<>();
    printInto(nodes, place, items);
    return join(items);
  }

  /** Prints the item that starts at node {@code i}; returns how many nodes it covers. */
  private static int printItem(List<Network.Node> nodes, int i, Place place, List<String> items) {
    Layer layer = nodes.get(i).layer();
    boolean branch = place == Place.BRANCH;
    boolean norm = is(nodes, i + 1, Layer.BatchNorm.class);
    boolean normRelu = norm && is(nodes, i + 2, Layer.Relu.class);
    boolean endsBranch = branch && norm && i + 2 == nodes.size();
    // The ReLU of a branch's last layer comes after the sum.
    boolean whole = endsBranch || (normRelu && !(branch && i + 3 == nodes.size()));
    switch (layer) {
      case Layer.Convolution c when !c.bias() && whole -> {
        items.add(printConvolution(c, nodes.get(i).in()));
        return endsBranch ? 2 : 3;
      }
      case Layer.Convolution c when !c.bias() ->
          items.add(printConvolution(c, nodes.get(i).in()) + "n");
      case Layer.Linear l when !l.bias() && whole -> {
        items.add(l.units() + "FC");
        return endsBranch ? 2 : 3;
      }
      case Layer.Linear l when !l.bias() -> items.add(l.units() + "FCn");
      case Layer.Linear l when l.bias() && place == Place.NETWORK && i + 1 == nodes.size() ->
          items.add(Integer.toString(l.units()));
      case Layer.Residual r when is(nodes, i + 1, Layer.Relu.class) && endsInWords(r) -> {
        items.add(printResidual("R(", nodes.get(i), r, Place.BRANCH));
        return 2;
      }
      case Layer.Residual r -> items.add(printResidual("Rn(", nodes.get(i), r, Place.DENSE));
      case Layer.Dense d -> items.add("D(" + print(nodes.get(i).body(), Place.DENSE) + ")");
      case Layer.BatchNorm b when is(nodes, i + 1, Layer.Relu.class) -> {
        items.add("BR");
        return 2;
      }
      case Layer.BatchNorm b -> items.add("BN");
      case Layer.Relu r -> items.add("RELU");
      case Layer.MaxPool p -> items.add(printPool("MP", p.size(), p.stride(), p.padding()));
      case Layer.AveragePool p ->
          items.add(printPool("AP", p.size(), p.stride(), Extent.square(0)));
      case Layer.GlobalAveragePool p -> items.add("GAP");
      case Recurrent.Lstm l -> items.add("LSTM" + l.units());
      case Recurrent.Gru g -> items.add("GRU" + g.units());
      case Layer.Flatten f
          when is(nodes, i + 1, Layer.Linear.class) && nodes.get(i).in().area() > 1 -> {}
      default -> items.add("<" + layer + ">");
    }
    return 1;
  }

  /** Whether a block's branches may stand in {@code R(...)}, which moves their last ReLU. */
  private static boolean endsInWords(Layer.Residual block) {
    Layer last = block.body().getLast();
    boolean shortcut =
        block.shortcut().isEmpty() || !(block.shortcut().getLast() instanceof Layer.Relu);
    return shortcut && (last instanceof Layer.BatchNorm || last instanceof Layer.Convolution);
  }

  private static String printResidual(
      String word, Network.Node node, Layer.Residual block, Place place) {
    String body = print(node.body(), place);
    boolean usual = block.shortcut().equals(NotationDefaults.shortcut(node.in(), node.out()));
    return usual ? word + body + ")" : word + body + "|" + print(node.shortcut(), place) + ")";
  }

  private static boolean is(List<Network.Node> nodes, int index, Class<? extends Layer> kind) {
    return index < nodes.size() && kind.isInstance(nodes.get(index).layer());
  }

  private static String printConvolution(Layer.Convolution c, Shape in) {
    boolean depthwise = c.groups() > 1 && c.groups() == c.filters() && c.groups() == in.channels();
    String text = (depthwise ? "DW" : c.filters() + "C") + c.kernel();
    if (!c.stride().equals(Extent.square(1))) {
      text += "s" + c.stride();
    }
    if (c.groups() != 1 && !depthwise) {
      text += "g" + c.groups();
    }
    if (c.padding().equals(NotationDefaults.padding(c.kernel()))) {
      return text;
    }
    if (c.padding().equals(Extent.square(0))) {
      return text + "v";
    }
    boolean half = c.padding().equals(NotationDefaults.half(c.kernel()));
    return text + "p" + (half ? "" : c.padding());
  }

  private static String printPool(String name, Extent size, Extent stride, Extent padding) {
    return name
        + size
        + (stride.equals(size) ? "" : "s" + stride)
        + (padding.equals(Extent.square(0)) ? "" : "p" + padding);
  }
}
