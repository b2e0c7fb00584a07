package org.dyadic.export.c;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.dyadic.model.Shape;
import org.dyadic.quant.Codes;
import org.dyadic.quant.Epilogue;
import org.dyadic.quant.Grid;
import org.dyadic.quant.IntegerLayer;
import org.junit.jupiter.api.Test;

class CodingTest {

  @Test
  void aWordHasFourBitsForWhatIsAddedAndFourForWhatIsSubtracted() {
    byte[] codes = {1, 0, 0, -1, 0, 1, -1, 0, 1, 1, 1, 1, -1, -1, 0, 1};
    WeightMatrix matrix = new WeightMatrix(2, 1, 16, codes);
    assertEquals(List.of(0x308F4821L), Coding.TERNARY.words(matrix, 1));
    assertEquals(0, Coding.TERNARY.rest(matrix).length);
  }

  @Test
  void whatIsLeftOfASixteenTakesAByteForFourInputs() {
    byte[] codes = {1, 0, 0, -1, 0, 1};
    WeightMatrix matrix = new WeightMatrix(2, 1, 6, codes);
    assertEquals(List.of(), Coding.TERNARY.words(matrix, 1));
    assertArrayEquals(new byte[] {(byte) 0x81, 0x02}, Coding.TERNARY.rest(matrix));
  }

  @Test
  void threeBitsAreThreePlanesTheSignFirst() {
    byte[] codes = {-3, 3, 1, 0};
    WeightMatrix matrix = new WeightMatrix(3, 1, 4, codes);
    assertArrayEquals(new byte[] {0b0001, 0b0010, 0b0111}, Coding.PLANES.planes(matrix, 1));
  }

  @Test
  void oneBitSaysWhatIsSubtracted() {
    byte[] codes = {-1, 1, 1, -1, -1};
    WeightMatrix matrix = new WeightMatrix(1, 1, 5, codes);
    assertArrayEquals(new byte[] {0b11001}, Coding.SIGNS.planes(matrix, 1));
  }

  @Test
  void inputsAreInTheOrderOfMemory() {
    byte[] planar = {1, 0, 0, 0, 0, 0, -1, -1};
    Codes codes = new Codes(2, 0, planar);
    IntegerLayer.FullyConnected layer =
        new IntegerLayer.FullyConnected(
            "fc",
            new Shape(2, 2, 2),
            Shape.vector(1),
            codes,
            Epilogue.Accumulate.proven(codes, new int[1], Grid.unsigned(8, 0)));
    assertArrayEquals(
        new byte[] {1, 0, 0, 0, 0, -1, 0, -1}, WeightMatrix.of(layer).codes(), "pixel by pixel");
  }
}
