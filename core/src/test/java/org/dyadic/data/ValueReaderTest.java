package org.dyadic.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueReaderTest {
  private static final DatasetOptions OPTIONS = DatasetOptions.defaults().withSplit(0.25, 1);

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static int[] pixels(ImageSet set, int index) {
    byte[] bytes = new byte[set.shape().size()];
    set.read(index, bytes, 0);
    return IntStream.range(0, bytes.length).map(i -> Byte.toUnsignedInt(bytes[i])).toArray();
  }

  private static void refused(String message, String name, DatasetOptions options) {
    Exception wrong = assertThrows(DatasetException.class, () -> Datasets.open(name, options));
    assertTrue(wrong.getMessage().contains(message), wrong.getMessage());
  }

  @Test
  void aFolderOfTwoFilesHasItsSides() throws IOException {
    write("train.csv", "label,a,b\nrun,0,10\nwalk,2,20\nrun,1,15\n");
    write("test.csv", "walk,1,40\n");
    Dataset set = Datasets.open("csv:" + folder, OPTIONS);
    assertEquals("csv:" + folder.getFileName(), set.name());
    assertEquals(List.of("run", "walk"), set.classNames());
    assertEquals(new Shape(1, 1, 2), set.preprocessing().shape());
    assertEquals(3, set.train().size());
    assertEquals(1, set.train().label(1));
    assertEquals(1, set.test().label(0));
    // One channel: 0 .. 20 become 0 .. 255, the test row's 40 is beyond.
    assertArrayEquals(new int[] {26, 255}, pixels(set.train(), 1));
    assertArrayEquals(new int[] {13, 255}, pixels(set.test(), 0));
    assertEquals(set.sha256(), Datasets.open("csv:" + folder, OPTIONS).sha256());
  }

  @Test
  void theScaleIsChosenOnTrainingRowsAlone() throws IOException {
    write("train.csv", "0,1,2\n1,3,4\n");
    write("test.csv", "0,-1000,1000\n");
    ValueScale scale =
        Datasets.open("csv:" + folder, OPTIONS).preprocessing().scale().orElseThrow();
    assertEquals(1, scale.offset(0));
    assertEquals(255 / 3.0, scale.factor(0));
    ValueScale given = new ValueScale(new double[] {-5}, new double[] {7});
    Dataset other = Datasets.open("csv:" + folder, OPTIONS.withScale(given));
    assertEquals(given, other.preprocessing().scale().orElseThrow());
    assertArrayEquals(new int[] {42, 49}, pixels(other.train(), 0));
  }

  @Test
  void aShapeMakesChannels() throws IOException {
    write("train.csv", "0,0,1,100,200\n1,2,4,300,400\n");
    write("test.csv", "0,1,1,100,100\n");
    DatasetOptions two = OPTIONS.withRowShape(new Shape(2, 1, 2));
    Dataset set = Datasets.open("csv:" + folder, two);
    assertEquals(new Shape(2, 1, 2), set.train().shape());
    assertEquals(2, set.preprocessing().scale().orElseThrow().channels());
    assertArrayEquals(new int[] {0, 64, 0, 85}, pixels(set.train(), 0));
    refused(
        "rows of 1 x 1 x 4 = 4 values, but 3 x 1 x 2 = 6 values are needed",
        "csv:" + folder,
        OPTIONS.withRowShape(new Shape(3, 1, 2)));
  }

  @Test
  void ofOneFileASeededShareOfEveryClassIsTheTestSet() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      text.append(i % 4 == 0 ? "10" : "9").append(",").append(i).append(",0\n");
    }
    Path file = write("all.csv", text.toString());
    Dataset set = Datasets.open("csv:" + file, OPTIONS);
    assertEquals(List.of("9", "10"), set.classNames(), "whole numbers stand in their order");
    assertEquals(29, set.train().size());
    assertEquals(11, set.test().size());
    long ofTheFirst = IntStream.range(0, 11).filter(i -> set.test().label(i) == 0).count();
    assertEquals(8, ofTheFirst, "a quarter of ten and of thirty, rounded");
    String again = Datasets.open("csv:" + file, OPTIONS).sha256();
    assertEquals(set.sha256(), again);
    assertNotEquals(
        set.sha256(), Datasets.open("csv:" + file, OPTIONS.withSplit(0.25, 2)).sha256());
  }

  @Test
  void arraysAreSetsToo() throws IOException {
    Files.write(
        folder.resolve("train-x.npy"), NpyBytes.floats("(2, 2, 2)", 0, 1, 2, 3, 2, 1, 0, 4));
    Files.write(folder.resolve("train-y.npy"), NpyBytes.longs(5, 7));
    Files.write(folder.resolve("test-x.npy"), NpyBytes.floats("(1, 2, 2)", 2, 2, 0, 4));
    Files.write(folder.resolve("test-y.npy"), NpyBytes.longs(7));
    Dataset set = Datasets.open("npy:" + folder, OPTIONS);
    assertEquals(List.of("5", "7"), set.classNames());
    assertEquals(new Shape(2, 1, 2), set.preprocessing().shape());
    assertArrayEquals(new int[] {255, 255, 0, 255}, pixels(set.test(), 0));
    assertEquals(1, set.test().label(0));
    refused(
        "rows of 2 x 1 x 2 = 4 values, but 1 x 1 x 4 = 4 values are needed",
        "npy:" + folder,
        OPTIONS.withRowShape(new Shape(1, 1, 4)));
    Files.write(folder.resolve("test-y.npy"), NpyBytes.longs(6));
    refused(
        "test-y.npy, row 1: there are no training rows with the label \"6\"",
        "npy:" + folder,
        OPTIONS);
    Files.delete(folder.resolve("test-y.npy"));
    refused("there is no test-y.npy in it", "npy:" + folder, OPTIONS);
    Files.delete(folder.resolve("test-x.npy"));
    refused("no class has a second row", "npy:" + folder, OPTIONS);
    Files.write(folder.resolve("train-y.npy"), NpyBytes.longs(5, 7, 7));
    refused("has 2 rows, but", "npy:" + folder, OPTIONS);
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    write("train.csv", "a,1\nb,2\n");
    refused("there is no test.csv in it", "csv:" + folder, OPTIONS);
    write("test.csv", "h,t\na,1\nc,2\n");
    refused(
        "test.csv, line 3, column 1: there are no training rows with the label \"c\"",
        "csv:" + folder,
        OPTIONS);
    write("test.csv", "a,1,2\n");
    refused("training rows of shape 1, but test rows of 1x1x2", "csv:" + folder, OPTIONS);
    write("test.csv", "a,1\n");
    write("train.csv", "a,1\na,2\n");
    refused("all labels are \"a\"; at least two classes", "csv:" + folder, OPTIONS);
    refused("cannot be read", "csv:" + folder.resolve("none.csv"), OPTIONS);
    refused("there is no train-x.npy in it", "npy:" + folder.resolve("none"), OPTIONS);
  }

  @Test
  void imagesAndValuesAreNotMixedUp() throws IOException {
    write("train.csv", "0,0,1\n1,2,3\n");
    write("test.csv", "0,2,3\n");
    Dataset set = Datasets.open("csv:" + folder, OPTIONS);
    Preprocessing values = set.preprocessing();
    Path rows = write("rows.csv", "0,3\n1.5,9\n");
    List<byte[]> decoded = ValueDecoder.decode(rows, values);
    assertEquals(2, decoded.size());
    assertArrayEquals(new byte[] {0, (byte) 255}, decoded.getFirst());
    assertArrayEquals(new byte[] {(byte) 128, (byte) 255}, decoded.getLast());
    Path array = folder.resolve("rows.npy");
    Files.write(array, NpyBytes.floats("(1, 2)", 1.5f, 9));
    assertArrayEquals(decoded.getLast(), ValueDecoder.decode(array, values).getFirst());

    Path png = Files.write(folder.resolve("a.png"), new byte[9]);
    Preprocessing images = Datasets.open("digits", OPTIONS).preprocessing();
    expect(png + ": the model takes rows of 2 values", () -> ImageDecoder.decode(png, values));
    expect(png + ": the model takes rows of 2 values", () -> ValueDecoder.decode(png, values));
    expect(
        rows + ": rows of values, but the model takes images",
        () -> ValueDecoder.decode(rows, images));
    Path labelled = write("labelled.csv", "0,1,2\n");
    expect(
        labelled + ": rows of 3 values, but the model takes 2: rows to predict have no label",
        () -> ValueDecoder.decode(labelled, values));
    Files.write(array, NpyBytes.floats("(1, 2, 1)", 1, 2));
    expect(
        array + ": rows of 2 x 1 x 1 = 2 values, but 1 x 1 x 2 = 2 values are needed",
        () -> ValueDecoder.decode(array, values));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Dataset(
                "x",
                set.classNames(),
                values,
                Augmentation.PAD4_CROP_FLIP,
                set.train(),
                set.test(),
                ""));
  }

  private static void expect(String message, Runnable action) {
    Exception wrong = assertThrows(DatasetException.class, action::run);
    assertTrue(wrong.getMessage().startsWith(message), wrong.getMessage());
  }
}
