package org.dyadic.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.model.ParameterLayout.Slot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterLayoutTest {
  /** Grouped, residual, and a linear layer behind a planar tensor. */
  private static final Network NETWORK =
      Notation.parse("6C5-9C3g3-R(12C3s2-12C1)-MP2-7FC-3", new Shape(3, 12, 11));

  /** Every element of every parameter has a value of its own. */
  private static State numbered() {
    Map<String, float[]> values = new HashMap<>();
    float next = 1;
    for (Parameter parameter : NETWORK.parameters()) {
      float[] array = new float[parameter.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = next++;
      }
      values.put(parameter.name(), array);
    }
    return new State(NETWORK, values);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void unpackingUndoesPacking(boolean channelsLast) {
    ParameterLayout layout = new ParameterLayout(NETWORK, channelsLast);
    float[] trained = new float[layout.trainedSize()];
    float[] statistics = new float[layout.statisticsSize()];
    State state = numbered();
    layout.pack(state, trained, statistics);
    State back = layout.unpack(trained, statistics);
    for (Parameter parameter : NETWORK.parameters()) {
      assertArrayEquals(state.get(parameter.name()), back.get(parameter.name()), parameter.name());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyElementLiesWhereTheFormulaSays(boolean channelsLast) {
    ParameterLayout layout = new ParameterLayout(NETWORK, channelsLast);
    float[] trained = new float[layout.trainedSize()];
    State state = numbered();
    layout.pack(state, trained, new float[layout.statisticsSize()]);
    for (Slot slot : layout.trained()) {
      float[] canonical = state.get(slot.name());
      List<Integer> dims = slot.parameter().dims();
      if (dims.size() < 4) {
        for (int i = 0; i < canonical.length; i++) {
          assertEquals(canonical[i], trained[slot.offset() + i], slot.name() + " at " + i);
        }
      } else {
        assertConvolution(canonical, trained, slot, channelsLast);
      }
    }
  }

  private static void assertConvolution(
      float[] canonical, float[] trained, Slot slot, boolean channelsLast) {
    int inputs = slot.parameter().dims().get(1);
    int rows = slot.parameter().dims().get(2);
    int columns = slot.parameter().dims().get(3);
    int at = 0;
    for (int o = 0; o < slot.parameter().dims().get(0); o++) {
      for (int i = 0; i < inputs; i++) {
        for (int r = 0; r < rows; r++) {
          for (int c = 0; c < columns; c++) {
            int memory = channelsLast ? ((o * rows + r) * columns + c) * inputs + i : at;
            assertEquals(canonical[at++], trained[slot.offset() + memory], slot.name());
          }
        }
      }
    }
  }

  @Test
  void slotsFollowOneAnotherWithoutGaps() {
    ParameterLayout layout = new ParameterLayout(NETWORK, true);
    int end = 0;
    for (Slot slot : layout.trained()) {
      assertEquals(end, slot.offset(), slot.name());
      assertEquals(slot.parameter().size(), slot.size(), slot.name());
      end = slot.end();
    }
    assertEquals(layout.trainedSize(), end);
    int statistics = layout.statistics().stream().mapToInt(Slot::size).sum();
    assertEquals(layout.statisticsSize(), statistics);
    int all = NETWORK.parameters().stream().mapToInt(Parameter::size).sum();
    assertEquals(all, end + statistics);
  }

  @Test
  void weightsAreWhatIsQuantized() {
    ParameterLayout layout = new ParameterLayout(NETWORK, false);
    assertEquals(
        List.of(
            "conv1.weight",
            "conv2.weight",
            "conv3.weight",
            "conv4.weight",
            "fc1.weight",
            "fc2.weight"),
        layout.weights().stream().map(Slot::name).toList());
    assertEquals(NETWORK.weightCount(), layout.weights().stream().mapToLong(Slot::size).sum());
  }
}
