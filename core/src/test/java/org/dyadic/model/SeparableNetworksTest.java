package org.dyadic.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Depthwise convolutions and one-row inputs, in notation and in the networks built of them. */
class SeparableNetworksTest {
  private static final Shape COLOUR = new Shape(3, 32, 32);
  private static final Shape GREY = new Shape(1, 28, 28);

  @Test
  void separableNetworksHaveTheirWeights() {
    long dscnn = 64 * 40 + 4 * (64 * 9 + 64 * 64) + 64 * 12;
    assertEquals(dscnn, Networks.create("dscnn", new Shape(1, 49, 10), 12).weightCount());
    Network mobilenet = Networks.create("mobilenet", new Shape(3, 224, 224), 1000);
    assertEquals(
        28, mobilenet.parameters().stream().filter(SeparableNetworksTest::isWeight).count());
    // 4,209,088 convolution and linear weights: 4.2 M in the paper's table.
    assertEquals(4_209_088, mobilenet.weightCount());
    assertEquals(new Shape(1024, 7, 7), mobilenet.nodes().get(80).out());
    Network small = Networks.create("mobilenet", COLOUR, 1000);
    assertEquals(new Shape(32, 32, 32), small.nodes().getFirst().out());
    assertEquals(mobilenet.weightCount(), small.weightCount());
    for (String name : List.of("dscnn", "mobilenet")) {
      Network line = Networks.create(name, new Shape(3, 1, 128), 6);
      assertEquals(line, Notation.parse(line.toString(), line.input()), name);
      for (Network.Node node : line.nodes()) {
        assertEquals(1, node.out().height(), node.name());
      }
    }
  }

  private static boolean isWeight(Parameter parameter) {
    return parameter.role() == Parameter.Role.WEIGHT;
  }

  @Test
  void aDepthwiseConvolutionHasTheChannelsThatComeIn() {
    Network network = Notation.parse("8C3-2x(DW3s2-16C1)-GAP-5", COLOUR);
    assertEquals(new Layer.Convolution(8, 3, 2, 1, 8, false), network.layers().get(3));
    assertEquals(new Layer.Convolution(16, 3, 2, 1, 16, false), network.layers().get(9));
    assertEquals(8 * 27 + 8 * 9 + 16 * 8 + 16 * 9 + 16 * 16 + 16 * 5, network.weightCount());
    Network grey = Notation.parse("DW3-5", GREY);
    assertEquals("1C3-5", grey.toString());
    assertEquals(grey, Notation.parse("1C3-5", GREY));
  }

  @Test
  void aBlockOnOneRowHasAShortcutOnOneRow() {
    Network network = Notation.parse("R(8C1x3s2-8C1x3)-GAP-5", new Shape(4, 1, 33));
    Layer.Residual block = (Layer.Residual) network.layers().getFirst();
    assertEquals(List.of(new Layer.Subsample(2, 8)), block.shortcut());
    assertEquals(new Shape(8, 1, 17), network.nodes().getFirst().out());
    assertEquals(network, Notation.parse(network.toString(), network.input()));
  }
}
