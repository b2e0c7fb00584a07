package org.dyadic.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final Shape INPUT = new Shape(4, 9, 7);

  private static Shape after(Layer layer) {
    return new Network(INPUT, List.of(layer)).output();
  }

  @Test
  void layersGiveTheirShapes() {
    Layer same = new Layer.Convolution(5, 3, 1, 1, 1, false);
    assertEquals(new Shape(6, 9, 7), after(new Layer.Convolution(6, 3, 1, 1, 1, false)));
    assertEquals(new Shape(6, 4, 3), after(new Layer.Convolution(6, 3, 2, 0, 2, false)));
    assertEquals(new Shape(6, 5, 4), after(new Layer.Convolution(6, 3, 2, 1, 2, true)));
    assertEquals(INPUT, after(new Layer.BatchNorm()));
    assertEquals(INPUT, after(new Layer.Relu()));
    assertEquals(new Shape(4, 4, 3), after(new Layer.MaxPool(2, 2)));
    assertEquals(new Shape(4, 4, 3), after(new Layer.MaxPool(3, 2)));
    assertEquals(new Shape(4, 5, 4), after(new Layer.MaxPool(3, 2, 1)));
    assertEquals(new Shape(4, 8, 6), after(new Layer.AveragePool(2, 1)));
    assertEquals(new Shape(4, 7, 3), after(new Layer.MaxPool(new Extent(3, 2), new Extent(1, 2))));
    assertEquals(Shape.vector(4), after(new Layer.GlobalAveragePool()));
    assertEquals(new Shape(9, 9, 7), after(new Layer.Dense(List.of(same))));
    assertEquals(Shape.vector(4 * 9 * 7), after(new Layer.Flatten()));
    assertEquals(new Shape(7, 5, 4), after(new Layer.Subsample(2, 7)));
    assertEquals(
        INPUT, after(new Layer.Residual(List.of(new Layer.Relu()), List.of(new Layer.Relu()))));
  }

  @Test
  void aRectangularConvolutionHasRowsAndColumnsOfItsOwn() {
    Layer line =
        new Layer.Convolution(6, new Extent(1, 5), new Extent(1, 2), new Extent(0, 2), 2, false);
    Network network = new Network(INPUT, List.of(line));
    assertEquals(new Shape(6, 9, 4), network.output());
    assertEquals(List.of(6, 2, 1, 5), network.parameters().getFirst().dims());
    assertEquals(6 * 9 * 4 * 2 * 5, network.macs());
    Extent size = new Extent(3, 1);
    Extent one = Extent.square(1);
    for (Extent padding : List.of(new Extent(0, 1), new Extent(3, 0), new Extent(-1, 0))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new Layer.Convolution(4, size, one, padding, 1, false),
          padding::toString);
    }
    assertThrows(IllegalArgumentException.class, () -> new Layer.MaxPool(one, new Extent(1, 0)));
  }

  private static void refused(String message, Shape input, Layer... layers) {
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> new Network(input, List.of(layers)));
    assertEquals(message, wrong.getMessage());
  }

  @Test
  void whatDoesNotFitNamesLayerValueAndRule() {
    Layer.Relu relu = new Layer.Relu();
    refused("a network needs at least one layer", INPUT);
    refused(
        "layer conv1: input channels (=4) must be divisible by groups (=3)",
        INPUT,
        new Layer.Convolution(6, 3, 1, 1, 3, false));
    refused(
        "layer conv2: window 8 x 8 does not fit input 5x9x7 with padding 0",
        INPUT,
        new Layer.Convolution(5, 1, 1, 0, 1, false),
        relu,
        new Layer.Convolution(5, 8, 1, 0, 1, false));
    refused(
        "layer maxpool1: window 8 x 8 does not fit input 4x9x7 with padding 0",
        INPUT,
        new Layer.MaxPool(8, 1));
    refused(
        "layer fc1: input 4x9x7 must be flat: put a flatten before it",
        INPUT,
        new Layer.Linear(3, true));
    refused(
        "layer subsample1: channels (=3) must be at least the input's (=4)",
        INPUT,
        new Layer.Subsample(1, 3));
    refused(
        "layer block1: body gives 5x9x7 but shortcut gives 4x9x7",
        INPUT,
        new Layer.Residual(List.of(new Layer.Convolution(5, 1, 1, 0, 1, false)), List.of()));
    refused(
        "layer maxpool1: window 8 x 8 does not fit input 4x9x7 with padding 0",
        INPUT,
        new Layer.Residual(List.of(relu, new Layer.MaxPool(8, 1)), List.of()));
  }

  @Test
  void aDenseBodyKeepsRowsAndColumns() {
    refused(
        "layer dense1: body gives 4x4x3, but rows and columns must stay those of the input 4x9x7",
        INPUT,
        new Layer.Dense(List.of(new Layer.MaxPool(2, 2))));
  }

  @Test
  void sizesBeyondAnIntNameTheLayer() {
    for (Layer layer :
        List.of(
            new Layer.Convolution(2_000_000_000, 1, 1, 0, 1, false),
            new Layer.Convolution(100_000_000, 7, 7, 0, 1, false),
            new Layer.Subsample(1, 2_000_000_000))) {
      Exception wrong =
          assertThrows(IllegalArgumentException.class, () -> new Network(INPUT, List.of(layer)));
      assertTrue(wrong.getMessage().matches("(layer )?(conv|subsample)1.*"), wrong.getMessage());
      assertTrue(wrong.getMessage().contains("2147483647"), wrong.getMessage());
    }
  }

  @Test
  void layersCheckThemselves() {
    for (Runnable bad :
        List.<Runnable>of(
            () -> new Layer.Convolution(0, 3, 1, 1, 1, false),
            () -> new Layer.Convolution(4, 0, 1, 0, 1, false),
            () -> new Layer.Convolution(4, 3, 0, 1, 1, false),
            () -> new Layer.Convolution(4, 3, 1, 3, 1, false),
            () -> new Layer.Convolution(4, 3, 1, -1, 1, false),
            () -> new Layer.Convolution(4, 3, 1, 1, 3, false),
            () -> new Layer.Convolution(4, 3, 1, 1, 0, false),
            () -> new Layer.Linear(0, true),
            () -> new Layer.MaxPool(0, 1),
            () -> new Layer.MaxPool(3, 1, 2),
            () -> new Layer.MaxPool(3, 1, -1),
            () -> new Layer.AveragePool(1, 0),
            () -> new Layer.Dense(List.of()),
            () -> new Layer.Subsample(0, 1),
            () -> new Layer.Residual(List.of(), List.of()),
            () -> new Shape(0, 1, 1),
            () -> new Shape(1 << 16, 1 << 16, 1))) {
      assertThrows(IllegalArgumentException.class, bad::run);
    }
  }

  @Test
  void parametersAreNamedByKindAndOrder() {
    Network network = Notation.parse("6C5g2-R(8C3s2-8C3)-5FC-3", new Shape(4, 9, 9));
    Map<String, List<Integer>> dims =
        network.parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::dims));
    assertEquals(
        List.of(
            "conv1.weight",
            "bn1.weight",
            "bn1.bias",
            "bn1.running_mean",
            "bn1.running_var",
            "conv2.weight",
            "bn2.weight",
            "bn2.bias",
            "bn2.running_mean",
            "bn2.running_var",
            "conv3.weight",
            "bn3.weight",
            "bn3.bias",
            "bn3.running_mean",
            "bn3.running_var",
            "fc1.weight",
            "bn4.weight",
            "bn4.bias",
            "bn4.running_mean",
            "bn4.running_var",
            "fc2.weight",
            "fc2.bias"),
        network.parameters().stream().map(Parameter::name).toList());
    assertEquals(List.of(6, 2, 5, 5), dims.get("conv1.weight"));
    assertEquals(List.of(8, 6, 3, 3), dims.get("conv2.weight"));
    assertEquals(List.of(5, 8 * 3 * 3), dims.get("fc1.weight"));
    assertEquals(List.of(3, 5), dims.get("fc2.weight"));
    assertEquals(List.of(3), dims.get("fc2.bias"));
    assertEquals(List.of(8), dims.get("bn3.running_var"));
    assertEquals("bn3", network.parameters().get(14).layer());
  }

  @Test
  void multiplicationsAreCounted() {
    Network network = Notation.parse("6C5g2-R(8C3s2-8C3)-5FC-3", new Shape(4, 9, 9));
    long conv1 = 6 * 5 * 5 * 2 * 25;
    long conv2 = 8 * 3 * 3 * 6 * 9;
    long conv3 = 8 * 3 * 3 * 8 * 9;
    long linear = 72 * 5 + 5 * 3;
    assertEquals(conv1 + conv2 + conv3 + linear, network.macs());
    assertEquals(6 * 2 * 25 + 8 * 6 * 9 + 8 * 8 * 9 + linear, network.weightCount());
  }

  @Test
  void theTreeShowsEveryLayerWithItsShape() {
    String tree = Notation.parse("R(8C3s2-8C3)-GAP-3", new Shape(4, 8, 8)).toTree();
    for (String line :
        List.of("input  4x8x8", "block1     8x4x4", "  | conv2      8x4x4", "  + subsample1")) {
      assertTrue(tree.contains(line), tree);
    }
    assertEquals(11, tree.lines().count(), tree);
  }
}
