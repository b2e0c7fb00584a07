package org.dyadic.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotationTest {
  private static final Shape COLOUR = new Shape(3, 32, 32);
  private static final Shape GREY = new Shape(1, 28, 28);

  @Test
  void everyNamedNetworkComesBackFromItsText() {
    for (String name : Networks.names()) {
      Shape input = Networks.usualInput(name).orElseThrow();
      Network network = Networks.create(name, input, 10);
      assertEquals(network, Notation.parse(network.toString(), input), name);
      assertEquals(network.hashCode(), Notation.parse(network.toString(), input).hashCode());
      assertNotEquals(network, Networks.create(name, input, 11), name);
    }
  }

  @Test
  void leNet5IsWhatItsTextSays() {
    Layer.BatchNorm norm = new Layer.BatchNorm();
    Layer.Relu relu = new Layer.Relu();
    Layer.MaxPool pool = new Layer.MaxPool(2, 2);
    List<Layer> layers =
        List.of(
            new Layer.Convolution(32, 5, 1, 0, 1, false),
            norm,
            relu,
            pool,
            new Layer.Convolution(64, 5, 1, 0, 1, false),
            norm,
            relu,
            pool,
            new Layer.Flatten(),
            new Layer.Linear(512, false),
            norm,
            relu,
            new Layer.Linear(10, true));
    assertEquals(layers, Notation.parse("32C5-MP2-64C5-MP2-512FC-10", GREY).layers());
  }

  @Test
  void aBlockEndsBeforeItsReluAndAddsItsShortcut() {
    Layer.BatchNorm norm = new Layer.BatchNorm();
    Layer.Relu relu = new Layer.Relu();
    List<Layer> body =
        List.of(
            new Layer.Convolution(6, 3, 2, 1, 1, false),
            norm,
            relu,
            new Layer.Convolution(6, 3, 1, 1, 1, false),
            norm);
    assertEquals(
        List.of(
            new Layer.Residual(body, List.of(new Layer.Subsample(2, 6))),
            relu,
            new Layer.GlobalAveragePool(),
            new Layer.Linear(2, true)),
        Notation.parse("R(6C3s2-6C3)-GAP-2", COLOUR).layers());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "32C5-MP2-64C5-MP2-512FC-10",
        "8C3v-8C5p-8C1-8C3s2-8C4-10",
        "6C3g3-6C5s2g2p-4C3s2v-AP2-10",
        "MP3s2-AP2s1-GAP-10",
        "2x(16C3)-MP2-3x(20FC)-10",
        "R(2x(3C3))-2xR(2x(6C3))-R(12C3s2-12C3)-GAP-10",
        "R(R(2x(3C3))-3C3)-10",
        "R(MP2-6C3-6C1)-10",
        "16FC-2xR(2x(16FC))-R(24FC)-10",
        "8C3-GAP",
        "8C5p1-MP3s2p1-MP5p2-8C3p2-8C7s2p-10",
        "R(8C3s2-8C3|8C1s2)-2xR(8C3|8C1)-R(8C3n|3C3n-8C1)-R(8C3|BR-3C3n-8C5p)-GAP-10",
        "6C3n-24xD(BR-2C3n)-BR-54C1n-AP2-D(BR-4C1-2C3n)-D(4C3-D(2C1))-BR-GAP-10",
        "8C3n-RELU-MP2-BN-8C3n-BN-2x(20FCn)-RELU-20FCn-BN-10",
        "2xRn(BR-3C3n)-Rn(8C3s2-8C3n-BN|8C1s2n-BN)-MP2-RELU-GAP-10",
        "Rn(3C3|8C1n-RELU-3C3)-RELU-Rn(BR)-RELU-Rn(8C3s2)-2xD(3C3n-BN)-10",
        "R(3C3n-RELU-3C3|BN)-Rn(R(3C3)-3C3)-Rn(3C3|3C3)-RELU-10"
      })
  void printedAsWritten(String text) {
    Network network = Notation.parse(text, COLOUR);
    assertEquals(text, network.toString());
    assertEquals(network, Notation.parse(network.toString(), COLOUR));
  }

  @ParameterizedTest
  @CsvSource({
    "8C3p,8C3",
    "8C5v,8C5",
    "8C3s1g1,8C3",
    "8C3g1s2p,8C3s2",
    "MP2s2,MP2",
    "1x8C3,8C3",
    "(8C3),8C3",
    "8C3-8C3,2x(8C3)",
    "2x2x8C3,4x(8C3)",
    "2x(8C3-2x(3C1)),8C3-2x(3C1)-8C3-2x(3C1)",
    "8C5p2-8C3p1,8C5p-8C3",
    "8C3n-BR,8C3",
    "R(8C3n-BR),R(8C3)",
    "R(8C3|8C1n-BR),R(8C3|8C1)",
    "MP3s3p1,MP3p1",
    "  8C3 ,8C3"
  })
  void whatIsUnderstoodIsNotPrinted(String written, String printed) {
    Network network = Notation.parse(written, COLOUR);
    assertEquals(printed, network.toString());
    assertEquals(network, Notation.parse(printed, COLOUR));
  }

  @ParameterizedTest
  @CsvSource({
    "'',1,the end",
    "8C,3,the end",
    "8C3-,5,the end",
    "8C3--4FC,5,'-4FC'",
    "C3,1,'C3'",
    "8C3 -10,4,' -10'",
    "8c3,2,'c3'",
    "8C0,3,'0'",
    "0C3,1,'0C3'",
    "99999999999C3,1,'99999999999C3'",
    "(8C3,5,the end",
    "8C3),4,')'",
    "R(8C3,6,the end",
    "R(8C3-MP2),10,')'",
    "R(),3,')'",
    "2x,3,the end",
    "MP,3,the end",
    "MP2s,5,the end",
    "GAPP,4,'P'",
    "8C3s2q,6,'q'",
    "20-10,3,'-10'",
    "R(8C3-10)-10,9,')-10'",
    "2x10,5,the end",
    "D(),3,')'",
    "D(8C3,6,the end",
    "D(10)-10,5,')-10'",
    "R(8C3|),7,')'",
    "R(8C3|8C1|8C1),10,'|8C1)'",
    "R(BR),5,')'",
    "BR3,3,'3'",
    "8C3np,5,'p'",
    "8C3p0,5,'0'",
    "MP3p,5,the end"
  })
  void whatCannotBeReadHasAPosition(String text, int position, String found) {
    String quoted = found.equals("the end") ? found : "'" + found + "'";
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> Notation.parse(text, COLOUR));
    String message = wrong.getMessage();
    assertTrue(message.startsWith("model " + text), message);
    assertTrue(message.endsWith("at position " + position + ", found " + quoted), message);
  }

  @Test
  void whatDoesNotFitNamesTheLayer() {
    refused("64C3-8C40-10", "layer conv2: window 40 x 40 does not fit input 64x32x32");
    refused("4C3-8C3g3-10", "filters (=8) must be divisible by groups (=3)");
    refused("6C3-8C3g4-10", "input channels (=6) must be divisible by groups (=4)");
    refused("16C3-R(8C3)-10", "layer subsample1: channels (=8) must be at least the input's (=16)");
  }

  private static void refused(String text, String... anyOf) {
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> Notation.parse(text, COLOUR));
    assertTrue(List.of(anyOf).stream().anyMatch(wrong.getMessage()::contains), wrong.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2000000000C1-10",
        "100000FC-100000FC-10",
        "8C2147483647p-10",
        "1000x(1000x(1000x(8C3)))-10",
        "1001x(8C3)-10"
      })
  void numbersBeyondTheMachineAreRefused(String text) {
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> Notation.parse(text, COLOUR));
    assertTrue(wrong.getMessage().length() < 300, wrong.getMessage());
  }

  @Test
  void deepNestingIsRefused() {
    String open = "(".repeat(100_000);
    Exception wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> Notation.parse(open + "8C3" + ")".repeat(100_000), COLOUR));
    assertTrue(wrong.getMessage().contains("nested"), "the message must say why");
  }

  @Test
  void layersWithoutAWordArePrintedByKind() {
    Layer.BatchNorm norm = new Layer.BatchNorm();
    Layer.Relu relu = new Layer.Relu();
    unreadable(List.of(new Layer.Convolution(8, 3, 1, 1, 1, true), norm, relu));
    Layer.Convolution same = new Layer.Convolution(3, 3, 1, 1, 1, false);
    unreadable(
        List.of(new Layer.Residual(List.of(same, norm), List.of(new Layer.Subsample(1, 3))), relu));
    unreadable(
        List.of(
            new Layer.GlobalAveragePool(),
            new Layer.Residual(List.of(new Layer.Linear(3, true)), List.of()),
            relu));
    unreadable(List.of(new Layer.Flatten(), new Layer.Linear(4, true), new Layer.Linear(4, true)));
  }

  private static void unreadable(List<Layer> layers) {
    String text = new Network(COLOUR, layers).toString();
    assertTrue(text.contains("<"), text + " reads as another network");
  }

  @Test
  void aModelsClassesMustBeTheDatas() {
    Exception wrong =
        assertThrows(
            IllegalArgumentException.class, () -> Networks.create("8C3-GAP-9", COLOUR, 10));
    assertEquals(
        "model 8C3-GAP-9: its output has 9 values, the data set has 10 classes",
        wrong.getMessage());
  }
}
