package org.dyadic.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RecurrentTest {
  private static final Shape DIGIT = new Shape(1, 28, 28);

  private static Map<String, List<Integer>> dims(Network network) {
    return network.parameters().stream()
        .collect(Collectors.toMap(Parameter::name, Parameter::dims));
  }

  @Test
  void parametersAreThoseOfPyTorch() {
    assertEquals(
        Map.of(
            "lstm1.weight_ih", List.of(20, 28),
            "lstm1.weight_hh", List.of(20, 5),
            "lstm1.bias_ih", List.of(20),
            "lstm1.bias_hh", List.of(20),
            "fc1.weight", List.of(10, 5),
            "fc1.bias", List.of(10)),
        dims(Notation.parse("LSTM5-10", DIGIT)));
    Map<String, List<Integer>> gru = dims(Notation.parse("GRU5-10", new Shape(3, 4, 6)));
    assertEquals(List.of(15, 18), gru.get("gru1.weight_ih"));
    assertEquals(List.of(15, 5), gru.get("gru1.weight_hh"));
  }

  @Test
  void bothWeightArraysAreQuantized() {
    Network network = Networks.create("lstm", DIGIT, 10);
    assertEquals(4 * 128 * (28 + 128) + 1280, network.weightCount());
    assertEquals(28 * 4 * 128 * (28 + 128) + 1280, network.macs());
    assertEquals(Shape.vector(10), network.output());
    List<String> titles =
        new ParameterLayout(network, true)
            .weights().stream().map(slot -> slot.parameter().title()).toList();
    assertEquals(List.of("lstm1.weight_ih", "lstm1.weight_hh", "fc1"), titles);
    assertEquals(3 * 128 * (28 + 128) + 1280, Networks.create("gru", DIGIT, 10).weightCount());
  }

  @Test
  void notationIsReadAndPrinted() {
    for (String text : List.of("LSTM128-10", "GRU7-10", "4C3-LSTM3-5FC-2", "MP2-GRU3-2")) {
      Network network = Notation.parse(text, DIGIT);
      assertEquals(text, Notation.print(network));
      assertEquals(network, Notation.parse(Notation.print(network), DIGIT));
    }
    Network network = Notation.parse("LSTM3-10", DIGIT);
    assertEquals(new Recurrent.Lstm(3), network.layers().getFirst());
    assertEquals(
        List.of("lstm1", "fc1"), network.nodes().stream().map(Network.Node::name).toList());
  }

  private static String refused(String text, Shape input) {
    return assertThrows(IllegalArgumentException.class, () -> Notation.parse(text, input))
        .getMessage();
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertTrue(refused("LSTM-10", DIGIT).contains("expected the number of units at position 5"));
    assertTrue(refused("GRU0-10", DIGIT).contains("at position 4, found '0-10'"));
    assertEquals(
        "layer gru1: input 8 must have rows, the steps of a sequence; a vector has none",
        refused("8FC-GRU3-10", DIGIT));
    assertEquals(
        "layer lstm2: input 4 must have rows, the steps of a sequence; a vector has none",
        refused("2x(LSTM4)-10", DIGIT));
    assertThrows(IllegalArgumentException.class, () -> new Recurrent.Gru(0));
  }

  @Test
  void rowsAreStepsAndASeriesHasItsColumnsAsSteps() {
    assertEquals(new Sequence(28, 1, 28), Sequence.of(DIGIT));
    assertEquals(new Sequence(4, 3, 6), Sequence.of(new Shape(3, 4, 6)));
    assertEquals(18, Sequence.of(new Shape(3, 4, 6)).features());
    assertEquals(new Sequence(9, 5, 1), Sequence.of(new Shape(5, 9, 1)));
    assertEquals(new Sequence(9, 5, 1), Sequence.of(new Shape(5, 1, 9)));
    assertEquals(24, Sequence.of(new Shape(3, 4, 6)).channelSize());
  }
}
