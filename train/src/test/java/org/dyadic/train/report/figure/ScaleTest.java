package org.dyadic.train.report.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dyadic.train.report.figure.Scale.Tick;
import org.junit.jupiter.api.Test;

/** Axes map values to places and write round numbers. */
class ScaleTest {
  private static final double CLOSE = 1e-9;

  private static List<String> texts(Scale scale) {
    return scale.ticks().stream().map(Tick::text).toList();
  }

  @Test
  void aLinearAxisIsLinear() {
    Scale scale = Scale.linear(0, 40, 100, 300, "");
    assertEquals(100, scale.at(0), CLOSE);
    assertEquals(200, scale.at(20), CLOSE);
    assertEquals(300, scale.at(40), CLOSE);
    assertEquals(List.of("0", "10", "20", "30", "40"), texts(scale));
    assertEquals(List.of("0", "0.005", "0.01"), texts(Scale.linear(0, 0.01, 200, 140, "")));
  }

  @Test
  void anAxisOfZerosStillHasALength() {
    Scale scale = Scale.fromZero(new double[] {0, 0}, 200, 100, " %");
    assertEquals(200, scale.at(0), CLOSE);
    assertTrue(scale.ticks().getFirst().text().equals("0 %"));
  }

  @Test
  void aLogarithmicAxisHasEqualDecades() {
    Scale scale = Scale.log(new double[] {0.02, 90}, 200, 20, " %");
    assertEquals(200, scale.at(0.01), CLOSE);
    assertEquals(20, scale.at(90), CLOSE);
    assertEquals(scale.at(0.1) - scale.at(1), scale.at(1) - scale.at(10), CLOSE);
    assertEquals(List.of("0.01 %", "0.1 %", "1 %", "10 %"), texts(scale));
  }

  @Test
  void zerosLieBelowTheSmallestDecade() {
    Scale scale = Scale.log(new double[] {0, 0.05, 90}, 200, 20, "");
    assertEquals(200, scale.at(0), CLOSE);
    assertEquals(188, scale.at(0.01), CLOSE);
    assertEquals("0", texts(scale).getFirst());
    Scale nothing = Scale.log(new double[] {0, 0}, 200, 20, "");
    assertEquals(200, nothing.at(0), CLOSE);
    assertTrue(Double.isFinite(nothing.at(0.5)));
  }

  @Test
  void farDecadesArePowers() {
    List<String> texts = texts(Scale.log(new double[] {2e-6, 0.5}, 200, 20, ""));
    assertEquals("10⁻⁶", texts.getFirst());
    assertEquals("2⁻¹²", Scale.power(2, -12));
    assertEquals("2³", Scale.power(2, 3));
  }

  @Test
  void fewDecadesHaveTicksBetween() {
    List<String> texts = texts(Scale.log(new double[] {12, 60}, 200, 20, " %"));
    assertEquals(List.of("10 %", "100 %", "20 %", "50 %"), texts);
  }

  @Test
  void someOfManyKeepTheEnds() {
    List<Integer> ten = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertEquals(List.of(0, 3, 6, 9), ModeGrid.spaced(ten, 4));
    assertEquals(ten, ModeGrid.spaced(ten, 10));
  }
}
