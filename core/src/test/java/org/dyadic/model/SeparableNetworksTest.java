package org.dyadic.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8C1x5-8C3x1s1x2-8C5x3s2p-8C1x3v-MP2x1-AP2x3s2x1-GAP-10",
        "8C1x5p0x1-MP2x3s2p1x0-8C3n-DW3n-DW5x3p1-10",
        "8C3-DW3-16C1-DW1x5s1x2p-DW3s2v-DW3x1-24C1-10",
        "R(DW3-3C1)-R(6C1-DW3s2)-R(DW3s2|DW1s2)-D(DW3n)-GAP-10"
      })
  void printedAsWritten(String text) {
    Network network = Notation.parse(text, COLOUR);
    assertEquals(text, network.toString());
    assertEquals(network, Notation.parse(network.toString(), COLOUR));
  }

  @ParameterizedTest
  @CsvSource({
    "8C3x3s2x2,8C3s2",
    "8C1x3p,8C1x3",
    "8C5p2x2,8C5p",
    "MP1x2s1x2,MP1x2",
    "8C3-8C5g8,8C3-DW5",
    "8C3-16C5g8,8C3-16C5g8",
    "DW3p,DW3",
    "DW3n-BR,DW3"
  })
  void whatIsUnderstoodIsNotPrinted(String written, String printed) {
    Network network = Notation.parse(written, COLOUR);
    assertEquals(printed, network.toString());
    assertEquals(network, Notation.parse(printed, COLOUR));
  }

  @ParameterizedTest
  @CsvSource({
    "8C3x,5,the end",
    "8C3x0,5,'0'",
    "8C3p1x,7,the end",
    "8C3p0x0,5,'0x0'",
    "MP2x-10,5,'-10'",
    "DW,3,the end",
    "DW3g3,4,'g3'",
    "8DW3,2,'DW3'"
  })
  void whatCannotBeReadHasAPosition(String text, int position, String found) {
    String quoted = found.equals("the end") ? found : "'" + found + "'";
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> Notation.parse(text, COLOUR));
    String message = wrong.getMessage();
    assertTrue(message.endsWith("at position " + position + ", found " + quoted), message);
  }

  @Test
  void aWidthFactorKeepsDepthwiseConvolutionsDepthwise() {
    Network quarter = Networks.create("mobilenet@0.25", COLOUR, 10);
    assertEquals(new Layer.Convolution(8, 3, 1, 1, 1, false), quarter.layers().getFirst());
    assertEquals(new Layer.Convolution(8, 3, 1, 1, 8, false), quarter.layers().get(3));
    assertEquals(256, quarter.nodes().get(quarter.nodes().size() - 2).out().channels());
    assertEquals(quarter, Notation.parse(quarter.toString(), COLOUR));
  }
}
