package org.dyadic.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The papers' notation for networks.
 *
 * <pre>
 * network  = item { "-" item }
 * item     = [ count "x" ] ( conv | pool | linear | cell | "(" network ")" | "R(" network ")" )
 * conv     = filters "C" kernel { "s" stride | "g" groups | "p" | "v" }   convolution, batch norm, ReLU
 *          | "DW" kernel { "s" stride | "p" | "v" }      the same with each channel filtered by itself
 * pool     = "MP" size [ "s" stride ] | "AP" size [ "s" stride ] | "GAP"
 * kernel, size, stride = number [ "x" number ]           rows "x" columns; one number stands for both
 * linear   = units "FC"                                                   linear, batch norm, ReLU
 *          | units                                  the last layer: linear with a bias, nothing after
 * cell     = "LSTM" units | "GRU" units             recurrent; its last hidden state goes on
 * </pre>
 *
 * A kernel of 3, 1x3 or 3x1 is padded to keep the size, every other is not; {@code p} (padded by
 * half the kernel) and {@code v} (valid) override. {@code 32C1x5} is a one-dimensional convolution
 * on inputs of one row, {@code DW3} one of as many groups and filters as channels come in. {@code
 * R(...)} is a residual block, which ends in a convolution or {@code FC} layer: its last ReLU comes
 * after the sum, and a shortcut that must shrink or widen takes every stride-th pixel and zero
 * channels. A flatten before the first linear layer is understood.
 */
public final class Notation {
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
    printInto(network.nodes(), false, items);
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
      String body = item.startsWith("R(") ? item : "(" + item + ")";
      runs.add(end - i == 1 ? item : (end - i) + "x" + body);
      i = end;
    }
    return String.join("-", runs);
  }

  private static void printInto(List<Network.Node> nodes, boolean inBody, List<String> items) {
    for (int i = 0; i < nodes.size(); ) {
      i += printItem(nodes, i, inBody, items);
    }
  }

  /** Prints the item that starts at node {@code i}; returns how many nodes it covers. */
  private static int printItem(
      List<Network.Node> nodes, int i, boolean inBody, List<String> items) {
    Layer layer = nodes.get(i).layer();
    boolean norm = is(nodes, i + 1, Layer.BatchNorm.class);
    boolean normRelu = norm && is(nodes, i + 2, Layer.Relu.class);
    boolean endsBody = inBody && norm && i + 2 == nodes.size();
    // The ReLU of a body's last layer comes after the sum.
    boolean whole = endsBody || (normRelu && !(inBody && i + 3 == nodes.size()));
    switch (layer) {
      case Layer.Convolution c when !c.bias() && whole && hasWord(c) -> {
        items.add(printConvolution(c, nodes.get(i).in()));
        return endsBody ? 2 : 3;
      }
      case Layer.Linear l when !l.bias() && whole -> {
        items.add(l.units() + "FC");
        return endsBody ? 2 : 3;
      }
      case Layer.Linear l when l.bias() && !inBody && i + 1 == nodes.size() ->
          items.add(Integer.toString(l.units()));
      case Layer.Residual r
          when is(nodes, i + 1, Layer.Relu.class) && hasUsualShortcut(nodes.get(i), r) -> {
        List<String> body = new ArrayList<>();
        printInto(nodes.get(i).body(), true, body);
        items.add("R(" + join(body) + ")");
        return 2;
      }
      case Layer.MaxPool p -> items.add(printPool("MP", p.size(), p.stride()));
      case Layer.AveragePool p -> items.add(printPool("AP", p.size(), p.stride()));
      case Layer.GlobalAveragePool p -> items.add("GAP");
      case Recurrent.Lstm l -> items.add("LSTM" + l.units());
      case Recurrent.Gru g -> items.add("GRU" + g.units());
      case Layer.Flatten f
          when is(nodes, i + 1, Layer.Linear.class) && nodes.get(i).in().area() > 1 -> {}
      default -> items.add("<" + layer + ">");
    }
    return 1;
  }

  private static boolean is(List<Network.Node> nodes, int index, Class<? extends Layer> kind) {
    return index < nodes.size() && kind.isInstance(nodes.get(index).layer());
  }

  private static boolean hasUsualShortcut(Network.Node node, Layer.Residual block) {
    return block.shortcut().equals(NotationParser.shortcut(node.in(), node.out()));
  }

  /** Whether a suffix or its absence says how a convolution is padded. */
  private static boolean hasWord(Layer.Convolution c) {
    return c.padding().equals(Extent.square(0))
        || c.padding().equals(NotationParser.half(c.kernel()))
        || c.padding().equals(NotationParser.defaultPadding(c.kernel()));
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
    if (c.padding().equals(NotationParser.defaultPadding(c.kernel()))) {
      return text;
    }
    return text + (c.padding().equals(Extent.square(0)) ? "v" : "p");
  }

  private static String printPool(String name, Extent size, Extent stride) {
    return name + size + (stride.equals(size) ? "" : "s" + stride);
  }
}
