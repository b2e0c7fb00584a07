package org.dyadic.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dyadic.data.DataRoots.Root;
import org.dyadic.model.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
  private static final DatasetOptions OPTIONS = DatasetOptions.defaults();

  @TempDir Path home;

  private DataRoots roots(Optional<Path> data, Map<String, String> environment) {
    return DataRoots.of(data, environment, "Linux", home);
  }

  private Dataset open(String name, DataRoots roots) {
    return Datasets.open(name, OPTIONS, roots);
  }

  @Test
  void looksInTheDataDirectoryThenTheVariableThenTheCache() throws IOException {
    Path data = home.resolve("data");
    Path variable = home.resolve("variable");
    DataRoots roots = roots(Optional.of(data), Map.of("DYADIC_DATA", variable.toString()));
    Formats.mnist(home.resolve(".cache/dyadic/mnist"), 1, 1, 7);
    assertEquals(1, open("mnist", roots).train().size());
    Formats.mnist(variable.resolve("mnist"), 2, 1, 7);
    assertEquals(2, open("mnist", roots).train().size());
    Formats.mnist(data.resolve("mnist"), 3, 1, 7);
    assertEquals(3, open("mnist", roots).train().size());
  }

  @Test
  void aRootMayBeTheFolderItselfOrHaveTorchvisionsLayout() throws IOException {
    Formats.mnist(home.resolve("itself"), 4, 2, 7);
    DataRoots itself = roots(Optional.of(home.resolve("itself")), Map.of());
    assertEquals(4, open("mnist", itself).train().size());
    Formats.mnist(home.resolve("torch/FashionMNIST/raw"), 5, 2, 7);
    DataRoots torch = roots(Optional.of(home.resolve("torch")), Map.of());
    assertEquals(5, open("fashion-mnist", torch).train().size());
  }

  @Test
  void theCacheIsWhereEachSystemKeepsCaches() {
    assertEquals(home.resolve(".cache/dyadic"), roots(Optional.empty(), Map.of()).cache());
    String xdg = home.resolve("xdg").toString();
    assertEquals(
        home.resolve("xdg/dyadic"), roots(Optional.empty(), Map.of("XDG_CACHE_HOME", xdg)).cache());
    assertEquals(
        home.resolve(".cache/dyadic"),
        roots(Optional.empty(), Map.of("XDG_CACHE_HOME", "relative")).cache());
    assertEquals(
        home.resolve("Library/Caches/dyadic"),
        DataRoots.of(Optional.empty(), Map.of(), "Mac OS X", home).cache());
    assertEquals(
        home.resolve("local/dyadic"),
        DataRoots.of(
                Optional.empty(),
                Map.of("LOCALAPPDATA", home.resolve("local").toString()),
                "Windows 11",
                home)
            .cache());
    assertEquals(
        List.of("cache"),
        roots(Optional.empty(), Map.of("DYADIC_DATA", " ")).roots().stream()
            .map(Root::what)
            .toList());
  }

  @Test
  void missingFilesAreAskedForByNameAndPlace() {
    DataRoots roots = roots(Optional.of(home.resolve("data")), Map.of());
    String message =
        assertThrows(DatasetException.class, () -> open("cifar10", roots)).getMessage();
    for (String part :
        List.of(
            home.resolve("data/cifar10") + "\n",
            home.resolve("data/cifar-10-batches-bin") + "\n",
            home.resolve("data") + "\n",
            home.resolve(".cache/dyadic/cifar10/cifar-10-batches-bin") + "\n",
            "dyadic data fetch cifar10",
            "into " + home.resolve(".cache/dyadic/cifar10"),
            "  data_batch_1.bin\n",
            "  data_batch_5.bin\n",
            "  test_batch.bin")) {
      assertTrue(message.contains(part), () -> "no \"" + part + "\" in\n" + message);
    }
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    String message =
        assertThrows(DatasetException.class, () -> open("minst", roots(Optional.empty(), Map.of())))
            .getMessage();
    assertTrue(message.contains("\"minst\""), message);
    assertTrue(
        message.contains(
            "digits, mnist, fashion-mnist, cifar10, cifar100, folder:DIR, csv:FILE and npy:DIR"),
        message);
  }

  @Test
  void filesThatAreNotTheCanonicalOnesAreNoted() throws IOException {
    Formats.mnist(home.resolve("mnist"), 2, 1, 7);
    DataRoots roots = roots(Optional.of(home), Map.of());
    Dataset mnist = open("mnist", roots);
    assertTrue(
        mnist.note().startsWith("mnist: 4 of 4 files are not the canonical ones"), mnist.note());
    String sum = Formats.sha256(Files.readAllBytes(home.resolve("mnist/train-images-idx3-ubyte")));
    assertTrue(mnist.note().contains("train-images-idx3-ubyte: SHA-256 " + sum), mnist.note());
    assertEquals("", Datasets.open("digits", OPTIONS).note());
  }

  @Test
  void theSumCoversPixelsLabelsAndTheirSides() throws IOException {
    DataRoots roots = roots(Optional.of(home), Map.of());
    Formats.mnist(home.resolve("mnist"), 2, 1, 7);
    String sum = open("mnist", roots).sha256();
    assertEquals(sum, open("mnist", roots).sha256());
    Formats.mnist(home.resolve("mnist"), 1, 2, 7);
    assertNotEquals(sum, open("mnist", roots).sha256());
    Formats.mnist(home.resolve("mnist"), 2, 1, 8);
    assertNotEquals(sum, open("mnist", roots).sha256());
  }

  @Test
  void imagesOfAnotherSizeAreRefused() throws IOException {
    Path folder = home.resolve("mnist");
    Formats.mnist(folder, 1, 1, 7);
    Files.write(
        folder.resolve("t10k-images-idx3-ubyte"),
        Formats.idx(0x803, new int[] {1, 5, 5}, new byte[25]));
    String message =
        assertThrows(
                DatasetException.class, () -> open("mnist", roots(Optional.of(home), Map.of())))
            .getMessage();
    assertTrue(message.contains("images of shape 1x5x5, expected 1x28x28"), message);
  }

  @Test
  void readsCifarSetsFromTheFoldersOfTheirArchives() throws IOException {
    Path ten = Files.createDirectories(home.resolve("cifar-10-batches-bin"));
    for (int batch = 1; batch <= 5; batch++) {
      Files.write(ten.resolve("data_batch_" + batch + ".bin"), Formats.cifar(1, batch, 0));
    }
    Files.write(ten.resolve("test_batch.bin"), Formats.cifar(1, 9));
    Path hundred = Files.createDirectories(home.resolve("cifar100/cifar-100-binary"));
    Files.write(hundred.resolve("train.bin"), Formats.cifar(2, 1, 99, 0, 3));
    Files.write(hundred.resolve("test.bin"), Formats.cifar(2, 1, 98));
    DataRoots roots = roots(Optional.of(home), Map.of());

    Dataset cifar10 = open("cifar10", roots);
    assertEquals(10, cifar10.train().size());
    assertEquals(3, cifar10.train().label(4));
    assertEquals(9, cifar10.test().label(0));
    assertEquals(new Shape(3, 32, 32), cifar10.preprocessing().shape());
    assertEquals(Augmentation.PAD4_CROP_FLIP, cifar10.augmentation());
    Dataset cifar100 = open("cifar100", roots);
    assertEquals(99, cifar100.train().label(0));
    assertEquals(98, cifar100.test().label(0));
  }

  @Test
  void theListSaysWhatIsThereAndWhatIsWrong() throws IOException {
    Formats.mnist(home.resolve("mnist"), 3, 2, 7);
    Path fashion = home.resolve("fashion-mnist");
    Formats.mnist(fashion, 3, 2, 7);
    Files.write(fashion.resolve("t10k-images-idx3-ubyte"), new byte[3]);
    Path hundred = Files.createDirectories(home.resolve("cifar100"));
    Files.write(hundred.resolve("train.bin"), Formats.cifar(2, 1, 99, 0, 3));
    Files.write(hundred.resolve("test.bin"), Formats.cifar(2, 1, 98));

    List<DatasetStatus> list = Datasets.list(roots(Optional.of(home), Map.of()));
    assertEquals(Datasets.names(), list.stream().map(DatasetStatus::name).toList());
    assertEquals(
        new DatasetStatus("digits", 10, Optional.of("embedded"), 2500, 2500, ""), list.get(0));
    assertEquals(
        new DatasetStatus("mnist", 10, Optional.of(home.resolve("mnist").toString()), 3, 2, ""),
        list.get(1));
    assertEquals(Optional.of(fashion.toString()), list.get(2).place());
    assertTrue(list.get(2).problem().contains("cut off"), list.get(2).problem());
    assertEquals(new DatasetStatus("cifar10", 10, Optional.empty(), 0, 0, ""), list.get(3));
    assertEquals(
        new DatasetStatus("cifar100", 100, Optional.of(hundred.toString()), 2, 1, ""), list.get(4));
  }

  @Test
  void everyClassHasANameOfItsOwn() {
    for (KnownSet set : KnownSet.ALL) {
      int classes = set.id().equals("cifar100") ? 100 : 10;
      assertEquals(classes, set.classNames().size(), set.id());
      assertEquals(classes, Set.copyOf(set.classNames()).size(), set.id());
    }
    assertEquals(ClassNames.CIFAR100.stream().sorted().toList(), ClassNames.CIFAR100);
  }

  /** Runs where DYADIC_DATA holds the sets. */
  @Test
  void readsTheRealSets() {
    assumeTrue(System.getenv("DYADIC_DATA") != null, "DYADIC_DATA is not set");
    DataRoots roots = DataRoots.here(Optional.empty());
    for (KnownSet set : List.of(KnownSet.MNIST, KnownSet.FASHION_MNIST)) {
      assumeTrue(set.find(roots).isPresent(), set.id() + " is not below DYADIC_DATA");
      Dataset dataset = Datasets.open(set.id(), OPTIONS);
      assertEquals(60_000, dataset.train().size());
      assertEquals(10_000, dataset.test().size());
      assertEquals("", dataset.note());
    }
  }

  /** Runs where DYADIC_DATA holds MNIST, whose file names Fashion-MNIST shares. */
  @Test
  void refusesTheFilesOfAnotherSet() {
    assumeTrue(System.getenv("DYADIC_DATA") != null, "DYADIC_DATA is not set");
    Path folder =
        KnownSet.MNIST.find(DataRoots.here(Optional.empty())).orElse(home.resolve("absent"));
    assumeTrue(Files.exists(folder), "mnist is not below DYADIC_DATA");
    String message =
        assertThrows(
                DatasetException.class,
                () -> open("fashion-mnist", roots(Optional.of(folder), Map.of())))
            .getMessage();
    assertTrue(message.contains("are those of mnist"), message);
  }
}
