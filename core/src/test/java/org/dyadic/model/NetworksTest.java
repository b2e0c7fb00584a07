package org.dyadic.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Named networks against the numbers that are published for them. */
class NetworksTest {
  private static final Shape GREY = new Shape(1, 28, 28);
  private static final Shape COLOUR = new Shape(3, 32, 32);
  private static final Shape LARGE = new Shape(3, 224, 224);

  @Test
  void networksForSmallImagesHaveTheirWeights() {
    assertEquals(581_408, Networks.create("lenet5", GREY, 10).weightCount());
    assertEquals(12_973_440, Networks.create("vgg7", COLOUR, 10).weightCount());
    assertEquals(9_222_848, Networks.create("vgg11", COLOUR, 10).weightCount());
    assertEquals(268_336, Networks.create("resnet20", COLOUR, 10).weightCount());
  }

  /**
   * torchvision counts 11,689,512, 61,100,840 and 138,357,544 parameters. Its ResNet-18 has the
   * same batch norms as ours, whose number is in the first one. Of the others it has biases where
   * we have batch norms: 1,152 + 2 * 4,096 and 4,224 + 2 * 4,096 of them, and 1,000 in the last
   * layer, as we have.
   */
  @Test
  void networksForLargeImagesHaveTheirWeights() {
    Network resnet = Networks.create("resnet18", LARGE, 1000);
    assertEquals(11_689_512, trained(resnet));
    assertEquals(11_689_512 - 2 * 4800 - 1000, resnet.weightCount());
    assertEquals(
        61_100_840 - 1152 - 2 * 4096 - 1000, Networks.create("alexnet", LARGE, 1000).weightCount());
    assertEquals(
        138_357_544 - 4224 - 2 * 4096 - 1000, Networks.create("vgg16", LARGE, 1000).weightCount());
  }

  private static long trained(Network network) {
    return network.parameters().stream()
        .filter(p -> p.role().trained())
        .mapToLong(Parameter::size)
        .sum();
  }

  /** DenseNet (L = 40, k = 12) has 1.0 M parameters in the table of arXiv 1608.06993. */
  @Test
  void denseNetsHaveTheirWeights() {
    assertEquals(1_019_722, trained(Networks.create("densenet40", COLOUR, 10)));
    long weights = 16 * 27 + 304 * 304 + 592 * 592 + 880 * 10;
    for (int layer = 0; layer < 72; layer++) {
      weights += 12L * 9 * (16 + 12 * layer);
    }
    assertEquals(weights, Networks.create("densenet76", COLOUR, 10).weightCount());
  }

  @ParameterizedTest
  @CsvSource({
    "resnet20,20",
    "resnet32,32",
    "resnet56,56",
    "vgg11,9",
    "vgg7,8",
    "vgg16,16",
    "alexnet,8",
    "densenet76,76",
    "densenet40,40",
    "resnet18,21"
  })
  void namedNetworksHaveTheirDepth(String name, int weightedLayers) {
    Network network = Networks.create(name, Networks.usualInput(name).orElseThrow(), 10);
    assertEquals(
        weightedLayers, network.parameters().stream().filter(NetworksTest::isWeight).count());
  }

  private static boolean isWeight(Parameter parameter) {
    return parameter.role() == Parameter.Role.WEIGHT;
  }

  @Test
  void largeNetworksHaveTheirShapes() {
    assertEquals(new Shape(512, 7, 7), beforeEnd("resnet18", Layer.GlobalAveragePool.class));
    assertEquals(new Shape(256, 6, 6), beforeEnd("alexnet", Layer.Flatten.class));
    assertEquals(new Shape(512, 7, 7), beforeEnd("vgg16", Layer.Flatten.class));
    assertEquals(new Shape(64, 56, 56), Networks.create("resnet18", LARGE, 9).nodes().get(3).out());
    assertEquals(new Shape(64, 55, 55), Networks.create("alexnet", LARGE, 9).nodes().get(0).out());
  }

  private static Shape beforeEnd(String name, Class<? extends Layer> kind) {
    return Networks.create(name, LARGE, 9).nodes().stream()
        .filter(node -> kind.isInstance(node.layer()))
        .findFirst()
        .orElseThrow()
        .in();
  }

  /** 1.8 G for ResNet-18, 0.7 G for AlexNet, 15.5 G for VGG-16: their usual numbers. */
  @Test
  void largeNetworksHaveTheirWork() {
    assertEquals(1.814e9, (double) Networks.create("resnet18", LARGE, 1000).macs(), 1e6);
    assertEquals(0.714e9, (double) Networks.create("alexnet", LARGE, 1000).macs(), 1e6);
    assertEquals(15.47e9, (double) Networks.create("vgg16", LARGE, 1000).macs(), 1e7);
  }

  @Test
  void aFactorScalesAllButTheLastLayer() {
    assertEquals(
        "2x(32C3)-MP2-2x(64C3)-MP2-2x(128C3)-MP2-256FC-10",
        Networks.create("vgg7@0.25", COLOUR, 10).toString());
    assertEquals("2x(1024FC)-7", Networks.create("mlp@2", GREY, 7).toString());
    // 16 * 0.3 = 4.8, 32 * 0.3 = 9.6, 64 * 0.3 = 19.2
    assertEquals(
        "5C3-3xR(2x(5C3))-R(10C3s2-10C3)-2xR(2x(10C3))-R(19C3s2-19C3)-2xR(2x(19C3))-GAP-10",
        Networks.create("resnet20@0.3", COLOUR, 10).toString());
    // 12 * 0.125 = 1.5 and rounds up
    assertEquals(
        "2C3n-D(BR-2C3n)-BR-4C1n-AP2-D(BR-2C3n)-BR-5C1n-AP2-D(BR-2C3n)-BR-GAP-10",
        Networks.create("densenet7@0.125", COLOUR, 10).toString());
    assertEquals("1C5-MP2-1C5-MP2-1FC-10", Networks.create("lenet5@0.001", GREY, 10).toString());
    assertTrue(
        Networks.create("resnet18@0.1", LARGE, 9).toString().contains("R(13C3s2-13C3|13C1s2)"));
    for (String name : Networks.names()) {
      Shape input = Networks.usualInput(name + "@2").orElseThrow();
      assertEquals(Networks.create(name, input, 10), Networks.create(name + "@1", input, 10), name);
    }
  }

  @Test
  void groupsStayWhole() {
    Network network = Notation.parse("8C3-8C3g8-12C3g4-5", new Shape(1, 6, 6));
    assertEquals("4C3-DW3-8C3g4-5", Widths.scale(network, 0.5).toString());
    assertEquals("12C3-DW3-20C3g4-5", Widths.scale(network, 1.5).toString());
  }

  private static String refused(String model, Shape input) {
    return assertThrows(IllegalArgumentException.class, () -> Networks.create(model, input, 10))
        .getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"vgg7@", "vgg7@x", "vgg7@-1", "vgg7@0", "vgg7@1e3", "vgg7@65", "vgg7@1@1"})
  void aFactorMustBeANumber(String model) {
    String message = refused(model, COLOUR);
    assertTrue(message.startsWith("model " + model + ": the factor (="), message);
  }

  @Test
  void whatIsNoNetworkIsNamed() {
    assertTrue(refused("8C3-10@2", COLOUR).contains("a factor can follow one of the names mlp, "));
    for (String name : List.of("densenet5", "densenet4", "densenet41")) {
      String message = refused(name, COLOUR);
      assertTrue(message.contains("must be 3 * n + 4"), message);
    }
    assertTrue(refused("densenet7600", COLOUR).contains("at position 1"));
  }

  @ParameterizedTest
  @CsvSource({
    "resnet18,32,224x224",
    "vgg16,32,224x224",
    "alexnet,63,224x224",
    "alexnet@0.5,32,224x224",
    "lenet5,15,28x28",
    "vgg7,4,32x32",
    "densenet76,3,32x32"
  })
  void theWrongSizeNamesTheRightOneAndItsFlag(String model, int size, String usual) {
    String message = refused(model, new Shape(3, size, size));
    assertTrue(message.startsWith("model " + model + ": made for images of "), message);
    assertTrue(message.contains("the data set has 3x%dx%d".formatted(size, size)), message);
    assertTrue(message.contains("--image-size " + usual), message);
  }

  @Test
  void largeNetworksTakeOtherLargeSizes() {
    for (String name : List.of("resnet18", "alexnet", "vgg16")) {
      assertEquals(10, Networks.create(name, new Shape(3, 64, 64), 10).output().channels());
      assertEquals(10, Networks.create(name, new Shape(1, 160, 160), 10).output().channels());
    }
  }
}
