package org.dyadic.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.dyadic.data.Stratified.Split;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;

class StratifiedTest {
  private static final Shape SHAPE = new Shape(1, 2, 2);

  /** Image i holds i in its first two bytes. */
  private static ImageSet numbered(int... labels) {
    byte[][] images = new byte[labels.length][4];
    for (int i = 0; i < labels.length; i++) {
      images[i][0] = (byte) (i >> 8);
      images[i][1] = (byte) i;
    }
    return new ArrayImages(SHAPE, images, labels);
  }

  private static List<Integer> numbers(ImageSet set) {
    List<Integer> numbers = new ArrayList<>();
    byte[] image = new byte[4];
    for (int i = 0; i < set.size(); i++) {
      set.read(i, image, 0);
      numbers.add(Byte.toUnsignedInt(image[0]) << 8 | Byte.toUnsignedInt(image[1]));
    }
    return numbers;
  }

  private static int count(ImageSet set, int label) {
    int count = 0;
    for (int i = 0; i < set.size(); i++) {
      count += set.label(i) == label ? 1 : 0;
    }
    return count;
  }

  @Test
  void drawsTheShareOfEveryClassAndLosesNothing() {
    int[] labels = new int[1000];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i < 500 ? 0 : i < 900 ? 1 : 2;
    }
    ImageSet whole = numbered(labels);
    Split split = Stratified.split(whole, 3, 0.1, 7);
    assertEquals(50, count(split.validation(), 0));
    assertEquals(40, count(split.validation(), 1));
    assertEquals(10, count(split.validation(), 2));
    List<Integer> train = numbers(split.train());
    List<Integer> validation = numbers(split.validation());
    assertEquals(train.stream().sorted().toList(), train, "in the order of the whole");
    assertEquals(validation.stream().sorted().toList(), validation, "in the order of the whole");
    train.addAll(validation);
    assertEquals(numbers(whole), train.stream().sorted().toList());
  }

  @Test
  void isAFunctionOfTheSeed() {
    ImageSet whole = numbered(new int[200]);
    List<Integer> first = numbers(Stratified.split(whole, 1, 0.25, 1).validation());
    assertEquals(first, numbers(Stratified.split(whole, 1, 0.25, 1).validation()));
    assertNotEquals(first, numbers(Stratified.split(whole, 1, 0.25, 2).validation()));
  }

  @Test
  void smallClassesKeepAnImageOnEachSide() {
    ImageSet whole = numbered(0, 0, 1, 2, 2, 2);
    Split least = Stratified.split(whole, 4, 1e-9, 3);
    assertEquals(1, count(least.validation(), 0));
    assertEquals(1, count(least.validation(), 2));
    Split most = Stratified.split(whole, 4, 1 - 1e-9, 3);
    assertEquals(1, count(most.train(), 0));
    assertEquals(1, count(most.train(), 2));
    for (Split split : List.of(least, most)) {
      assertEquals(1, count(split.train(), 1), "a single image is for training");
      assertEquals(0, count(split.validation(), 1));
    }
  }

  @Test
  void refusesSharesAndLabelsOutOfRange() {
    ImageSet whole = numbered(0, 0);
    for (double fraction : new double[] {0, 1, -0.1, 1.5, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> Stratified.split(whole, 1, fraction, 0));
    }
    assertThrows(
        IndexOutOfBoundsException.class, () -> Stratified.split(numbered(0, 3), 3, 0.5, 0));
  }
}
