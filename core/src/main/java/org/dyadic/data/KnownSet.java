package org.dyadic.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dyadic.data.Preprocessing.ColorOrder;
import org.dyadic.data.Preprocessing.Fit;
import org.dyadic.model.Shape;

/**
 * A public set that is known by name.
 *
 * @param id what the user calls it
 * @param format of its files
 * @param classNames one a label
 * @param preprocessing with the customary mean and deviation of the training pixels
 * @param augmentation of its training images
 * @param folders where its files may lie below a root, besides the root itself
 * @param files training before test; in the IDX format images before labels
 */
record KnownSet(
    String id,
    Format format,
    List<String> classNames,
    Preprocessing preprocessing,
    Augmentation augmentation,
    List<String> folders,
    List<KnownFile> files) {

  /** What the files look like. */
  enum Format {
    IDX,
    CIFAR10,
    CIFAR100
  }

  /** A file of a set and the SHA-256 of its canonical content, unpacked. */
  record KnownFile(String name, String sha256) {

    /** The file in {@code folder}, as it is or packed with gzip. */
    Optional<Path> in(Path folder) {
      return Stream.of(name, name + ".gz")
          .map(folder::resolve)
          .filter(Files::isRegularFile)
          .findFirst();
    }
  }

  static final KnownSet MNIST =
      grey(
          "mnist",
          ClassNames.DIGITS,
          0.1307,
          0.3081,
          List.of("mnist", "MNIST/raw"),
          "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
          "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
          "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
          "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

  static final KnownSet FASHION_MNIST =
      grey(
          "fashion-mnist",
          ClassNames.FASHION_MNIST,
          0.2860,
          0.3530,
          List.of("fashion-mnist", "FashionMNIST/raw"),
          "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
          "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
          "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
          "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34");

  static final KnownSet CIFAR10 =
      new KnownSet(
          "cifar10",
          Format.CIFAR10,
          ClassNames.CIFAR10,
          color(new double[] {0.4914, 0.4822, 0.4465}, new double[] {0.2470, 0.2435, 0.2616}),
          Augmentation.PAD4_CROP_FLIP,
          List.of("cifar10", "cifar10/cifar-10-batches-bin", "cifar-10-batches-bin"),
          List.of(
              new KnownFile(
                  "data_batch_1.bin",
                  "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"),
              new KnownFile(
                  "data_batch_2.bin",
                  "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"),
              new KnownFile(
                  "data_batch_3.bin",
                  "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"),
              new KnownFile(
                  "data_batch_4.bin",
                  "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"),
              new KnownFile(
                  "data_batch_5.bin",
                  "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"),
              new KnownFile(
                  "test_batch.bin",
                  "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b")));

  static final KnownSet CIFAR100 =
      new KnownSet(
          "cifar100",
          Format.CIFAR100,
          ClassNames.CIFAR100,
          color(new double[] {0.5071, 0.4865, 0.4409}, new double[] {0.2673, 0.2564, 0.2762}),
          Augmentation.PAD4_CROP_FLIP,
          List.of("cifar100", "cifar100/cifar-100-binary", "cifar-100-binary"),
          List.of(
              new KnownFile(
                  "train.bin", "f31298fc616915fa142368359df1c4ca2ae984d6915ca468b998a5ec6aeebf29"),
              new KnownFile(
                  "test.bin", "d8b1e6b7b3bee4020055f0699b111f60b1af1e262aeb93a0b659061746f8224a")));

  static final List<KnownSet> ALL = List.of(MNIST, FASHION_MNIST, CIFAR10, CIFAR100);

  /** A set of 28 x 28 drawings. They are stretched, so that no stroke is cut off. */
  private static KnownSet grey(
      String id,
      List<String> classNames,
      double mean,
      double deviation,
      List<String> folders,
      String trainImages,
      String trainLabels,
      String testImages,
      String testLabels) {
    PixelTable table = PixelTable.normalizing(new double[] {mean}, new double[] {deviation});
    return new KnownSet(
        id,
        Format.IDX,
        classNames,
        new Preprocessing(new Shape(1, 28, 28), Fit.STRETCH, ColorOrder.RGB, table),
        Augmentation.NONE,
        folders,
        List.of(
            new KnownFile("train-images-idx3-ubyte", trainImages),
            new KnownFile("train-labels-idx1-ubyte", trainLabels),
            new KnownFile("t10k-images-idx3-ubyte", testImages),
            new KnownFile("t10k-labels-idx1-ubyte", testLabels)));
  }

  /** Photographs are cropped rather than distorted. */
  private static Preprocessing color(double[] mean, double[] deviation) {
    return new Preprocessing(
        CifarReader.SHAPE, Fit.CROP, ColorOrder.RGB, PixelTable.normalizing(mean, deviation));
  }

  static Optional<KnownSet> named(String name) {
    return ALL.stream().filter(set -> set.id.equals(name)).findFirst();
  }

  /** How many of the files belong to the training set. */
  int trainingFiles() {
    return format == Format.IDX ? 2 : files.size() - 1;
  }

  /** The first folder that holds all files, in the order of the roots. */
  Optional<Path> find(DataRoots roots) {
    return places(roots).filter(this::complete).findFirst();
  }

  /** Everywhere that {@link #find} looks. */
  Stream<Path> places(DataRoots roots) {
    return roots.roots().stream()
        .flatMap(
            root ->
                Stream.concat(
                    folders.stream().map(root.folder()::resolve), Stream.of(root.folder())));
  }

  private boolean complete(Path folder) {
    return files.stream().allMatch(file -> file.in(folder).isPresent());
  }
}
