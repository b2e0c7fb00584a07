package org.dyadic.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.dyadic.data.Preprocessing.Fit;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderReaderTest {
  private static final DatasetOptions GREY =
      DatasetOptions.defaults().withImages(1, 4, 4, Fit.STRETCH).withSplit(0.25, 1);

  @TempDir Path folder;

  private static void image(Path file, int value) throws IOException {
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(6, 5, BufferedImage.TYPE_BYTE_GRAY);
    byte[] pixels = new byte[30];
    Arrays.fill(pixels, (byte) value);
    image.getRaster().setDataElements(0, 0, 6, 5, pixels);
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    assertTrue(ImageIO.write(image, name.endsWith("png") ? "png" : "jpeg", file.toFile()));
  }

  private static int value(ImageSet set, int index) {
    byte[] pixels = new byte[set.shape().size()];
    set.read(index, pixels, 0);
    return Byte.toUnsignedInt(pixels[0]);
  }

  private Dataset open(DatasetOptions options) {
    return Datasets.open("folder:" + folder, options);
  }

  @Test
  void trainAndTestFoldersAreTheSides() throws IOException {
    image(folder.resolve("train/dog/2.png"), 20);
    image(folder.resolve("train/dog/deeper/1.PNG"), 10);
    image(folder.resolve("train/cat/a.JPG"), 30);
    image(folder.resolve("test/dog/x.jpeg"), 40);
    image(folder.resolve("train/dog/.hidden.png"), 50);
    image(folder.resolve(".cache/a.png"), 60);
    Files.writeString(folder.resolve("train/cat/Thumbs.db"), "clutter");
    Files.writeString(folder.resolve("train/cat/.DS_Store"), "clutter");
    Files.writeString(folder.resolve("README.txt"), "beside the classes");

    Dataset set = open(GREY);
    assertEquals(List.of("cat", "dog"), set.classNames());
    assertEquals("folder:" + folder.getFileName(), set.name());
    assertEquals(3, set.train().size());
    assertArrayEquals(
        new int[] {0, 1, 1},
        new int[] {set.train().label(0), set.train().label(1), set.train().label(2)});
    assertEquals(30, value(set.train(), 0), 2);
    assertEquals(20, value(set.train(), 1));
    assertEquals(10, value(set.train(), 2));
    assertEquals(1, set.test().size());
    assertEquals(1, set.test().label(0));
    assertEquals(40, value(set.test(), 0), 2);
  }

  @Test
  void withoutTestFolderASeededShareOfEveryClassIsTheTestSet() throws IOException {
    for (int i = 0; i < 8; i++) {
      image(folder.resolve("a/" + i + ".png"), i);
      image(folder.resolve("b/" + i + ".png"), 100 + i);
    }
    Dataset first = open(GREY);
    assertEquals(12, first.train().size());
    assertEquals(4, first.test().size());
    assertEquals(0, first.test().label(1));
    assertEquals(1, first.test().label(2));
    assertEquals(first.sha256(), open(GREY).sha256());
    assertNotEquals(first.sha256(), open(GREY.withSplit(0.25, 2)).sha256());
  }

  @Test
  void normalisationIsThatOfTheTrainingImages() throws IOException {
    image(folder.resolve("train/a/1.png"), 0);
    image(folder.resolve("train/b/1.png"), 200);
    image(folder.resolve("test/a/1.png"), 255);
    double half = 100 / 255.0;
    assertEquals(
        PixelTable.normalizing(new double[] {half}, new double[] {half}),
        open(GREY).preprocessing().table());
  }

  @Test
  void aConstantFolderCanBeNormalised() throws IOException {
    image(folder.resolve("train/a/1.png"), 9);
    image(folder.resolve("train/b/1.png"), 9);
    image(folder.resolve("test/a/1.png"), 9);
    assertEquals(0, open(GREY).preprocessing().table().code(0, 9));
  }

  @Test
  void colourImagesComeInTheSizeAskedFor() throws IOException {
    image(folder.resolve("a/1.png"), 1);
    image(folder.resolve("a/2.png"), 2);
    image(folder.resolve("b/1.png"), 3);
    Dataset set = open(DatasetOptions.defaults());
    assertEquals(new Shape(3, 32, 32), set.train().shape());
    assertEquals(2, set.train().size());
    assertEquals(1, set.test().size());
  }

  @Test
  void aClassMayBeCalledTrain() throws IOException {
    image(folder.resolve("train/1.png"), 1);
    image(folder.resolve("train/2.png"), 2);
    image(folder.resolve("car/1.png"), 3);
    assertEquals(List.of("car", "train"), open(GREY).classNames());
  }

  @Test
  void anEmptyClassIsNamed() throws IOException {
    image(folder.resolve("a/1.png"), 1);
    Files.createDirectories(folder.resolve("b/.hidden"));
    assertFails(folder.resolve("b") + ": there is no PNG or JPEG image in it");
  }

  @Test
  void filesThatAreNoImagesAreNamed() throws IOException {
    image(folder.resolve("a/1.png"), 1);
    image(folder.resolve("b/1.png"), 1);
    Path broken = Files.writeString(folder.resolve("b/2.png"), "no pixels");
    assertFails(broken + ": neither a PNG nor a JPEG image");
    Files.delete(broken);
    Path text = Files.writeString(folder.resolve("b/notes.txt"), "no image");
    assertFails(text + ": neither a PNG nor a JPEG image by its name");
  }

  @Test
  void foldersWithoutEnoughClassesAreRefused() throws IOException {
    assertFails("0 subfolders");
    image(folder.resolve("only/1.png"), 1);
    assertFails("1 subfolders");
    image(folder.resolve("other/1.png"), 1);
    assertFails("no class has a second image");
    String message =
        assertThrows(
                DatasetException.class,
                () -> Datasets.open("folder:" + folder.resolve("absent"), GREY))
            .getMessage();
    assertTrue(message.contains("absent: there is no such folder"), message);
  }

  @Test
  void aTestClassWithoutTrainingImagesIsNamed() throws IOException {
    image(folder.resolve("train/a/1.png"), 1);
    image(folder.resolve("train/b/1.png"), 1);
    image(folder.resolve("test/c/1.png"), 1);
    assertFails(folder.resolve("test/c") + ": there are no training images of this class");
  }

  @Test
  void aLoopOfLinksIsNamedAndOtherLinksAreFollowed() throws IOException {
    image(folder.resolve("set/a/1.png"), 1);
    image(folder.resolve("elsewhere/1.png"), 2);
    image(folder.resolve("elsewhere/2.png"), 2);
    Files.createSymbolicLink(folder.resolve("set/b"), folder.resolve("elsewhere"));
    Dataset set = Datasets.open("folder:" + folder.resolve("set"), GREY);
    assertEquals(3, set.train().size() + set.test().size());
    Path loop = Files.createSymbolicLink(folder.resolve("set/a/up"), folder.resolve("set/a"));
    String message =
        assertThrows(
                DatasetException.class,
                () -> Datasets.open("folder:" + folder.resolve("set"), GREY))
            .getMessage();
    assertTrue(message.startsWith(loop + ": a symbolic link leads back"), message);
  }

  @Test
  void imagesThatCannotFitAreRefusedBeforeDecoding() throws IOException {
    for (int i = 0; i < 100; i++) {
      Path file = folder.resolve((i % 2 == 0 ? "a/" : "b/") + i + ".png");
      Files.createDirectories(file.getParent());
      Files.writeString(file, "never read");
    }
    String message =
        assertThrows(
                DatasetException.class,
                () -> open(DatasetOptions.defaults().withImages(3, 4096, 4096, Fit.CROP)))
            .getMessage();
    assertTrue(message.contains("100 images of shape 3x4096x4096 need 4800 MiB"), message);
  }

  private void assertFails(String expected) {
    String message = assertThrows(DatasetException.class, () -> open(GREY)).getMessage();
    assertTrue(message.contains(expected), message);
  }
}
