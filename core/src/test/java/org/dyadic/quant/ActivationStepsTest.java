package org.dyadic.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.dyadic.format.ModelFile;
import org.dyadic.model.Network;
import org.dyadic.model.Notation;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;

class ActivationStepsTest {

  private static Map<String, Integer> exponents(Network network, int bits) {
    Map<String, Integer> exponents = new HashMap<>();
    int next = 1;
    for (String name : Quantizer.activations(network, bits).keySet()) {
      exponents.put(name, next++);
    }
    return exponents;
  }

  /** Every layer of a run of dense layers rounds to the grid of its last one. */
  @Test
  void gridsAreThoseOfTheIntegerNetwork() {
    Network network =
        Notation.parse("4C3n-2xD(BR-3C3n)-BR-5C1n-AP2-D(BR-3C3n)-BR-GAP-3", new Shape(1, 8, 8));
    ActivationSteps steps = new ActivationSteps(4, exponents(network, 4));
    Map<String, Grid> expected = new HashMap<>();
    for (int i = 1; i <= 5; i++) {
      String relu = "relu" + i;
      expected.put(relu, new Grid(0, 15, steps.exponents().get(relu), 1));
    }
    Grid first = Grid.signed(16, steps.exponents().get("dense2"));
    expected.put("dense1", first);
    expected.put("dense2", first);
    expected.put("conv4", Grid.signed(16, steps.exponents().get("conv4")));
    expected.put("dense3", Grid.signed(16, steps.exponents().get("dense3")));
    assertEquals(expected, steps.grids(network));
  }

  /** The exponent of a cell state that the file cannot hold is brought to one that it can. */
  @Test
  void cellStatesHaveTheGridThatIsPacked() {
    Network network = Notation.parse("LSTM4-3", new Shape(1, 5, 2));
    for (int[] exponents : new int[][] {{-3, 0}, {11, 11}, {19, 15}}) {
      ActivationSteps steps = new ActivationSteps(8, Map.of("lstm1.cell", exponents[0]));
      assertEquals(Map.of("lstm1.cell", Grid.signed(16, exponents[1])), steps.grids(network));
    }
    assertEquals(
        Map.of(),
        new ActivationSteps(2, Map.of()).grids(Notation.parse("GRU4-3", new Shape(1, 5, 2))));
  }

  @Test
  void fewerBitsAreASmallerTopInTheFile() {
    Network network = Notation.parse("4C3-R(4C3-4C3)-MP2-6FC-3", new Shape(1, 6, 6));
    for (int bits = 2; bits <= 8; bits++) {
      FoldCase folded = FoldCase.of(network, bits);
      ActivationSteps steps = new ActivationSteps(bits, exponents(network, bits));
      QuantizedNetwork packed = folded.quantize(steps, Fold.EXACT);
      assertEquals((1 << bits) - 1, packed.layers().get(1).output().max());
      assertEquals(packed, ModelFile.fromBytes(ModelFile.toBytes(packed)));
    }
  }

  @Test
  void wrongBitsAndMissingStepsAreRefused() {
    for (int bits : new int[] {-1, 0, 1, 9}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> new ActivationSteps(bits, Map.of()))
              .getMessage();
      assertEquals("activations: bits (=%d) must lie in 2 .. 8".formatted(bits), message);
    }
    Network network = Notation.parse("4C3-GAP-3", new Shape(1, 6, 6));
    ActivationSteps none = new ActivationSteps(8, Map.of());
    Exception missing = assertThrows(IllegalArgumentException.class, () -> none.grids(network));
    assertTrue(missing.getMessage().contains("no activation step for layer relu1"));
  }
}
