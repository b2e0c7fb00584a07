package org.dyadic.data;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dyadic.data.IdxReader.Content;
import org.dyadic.data.KnownSet.KnownFile;

/** Reads the files of a known set, and says so when they are not the canonical ones. */
final class KnownSetReader {

  /** Images and the sums of the files that they came from. */
  private record Part(ImageSet images, List<String> sums) {}

  private final KnownSet set;
  private final Path folder;

  private KnownSetReader(KnownSet set, Path folder) {
    this.set = set;
    this.folder = folder;
  }

  static Dataset open(KnownSet set, Path folder) {
    return new KnownSetReader(set, folder).open();
  }

  /** The numbers of training and test images, from the headers or lengths of the files. */
  static List<Integer> counts(KnownSet set, Path folder) {
    KnownSetReader reader = new KnownSetReader(set, folder);
    int split = set.trainingFiles();
    return List.of(
        reader.count(set.files().subList(0, split)),
        reader.count(set.files().subList(split, set.files().size())));
  }

  private int count(List<KnownFile> files) {
    return switch (set.format()) {
      case IDX -> IdxReader.count(file(files.getFirst()));
      case CIFAR10 -> files.stream().mapToInt(f -> CifarReader.cifar10().count(file(f))).sum();
      case CIFAR100 -> files.stream().mapToInt(f -> CifarReader.cifar100().count(file(f))).sum();
    };
  }

  private Dataset open() {
    int files = set.files().size();
    int trainFiles = set.trainingFiles();
    Part train = read(set.files().subList(0, trainFiles));
    Part test = read(set.files().subList(trainFiles, files));
    Preprocessing preprocessing = set.preprocessing();
    checkShape(train.images(), preprocessing);
    checkShape(test.images(), preprocessing);
    List<String> sums = Stream.of(train, test).flatMap(part -> part.sums().stream()).toList();
    checkNotAnotherSet(sums);
    return new Dataset(
        set.id(),
        set.classNames(),
        preprocessing,
        set.augmentation(),
        train.images(),
        test.images(),
        Sha256.of(train.images(), test.images()),
        note(sums));
  }

  private Part read(List<KnownFile> files) {
    return switch (set.format()) {
      case IDX -> idx(files.get(0), files.get(1));
      case CIFAR10 -> cifar(CifarReader.cifar10(), files);
      case CIFAR100 -> cifar(CifarReader.cifar100(), files);
    };
  }

  private Part idx(KnownFile imageFile, KnownFile labelFile) {
    Content<int[]> labels = IdxReader.labels(file(labelFile), set.classNames().size());
    Content<ImageSet> images = IdxReader.images(file(imageFile), labels.value());
    return new Part(images.value(), List.of(images.sha256(), labels.sha256()));
  }

  private Part cifar(CifarReader reader, List<KnownFile> files) {
    files.forEach(file -> reader.read(file(file)));
    return new Part(reader.images(), reader.sums());
  }

  private DataFile file(KnownFile file) {
    return DataFile.of(
        file.in(folder)
            .orElseThrow(
                () -> new DatasetException("%s: the file has gone".formatted(file.name()))));
  }

  private void checkShape(ImageSet images, Preprocessing preprocessing) {
    if (!images.shape().equals(preprocessing.shape())) {
      throw new DatasetException(
          "data set %s in %s: images of shape %s, expected %s"
              .formatted(set.id(), folder, images.shape(), preprocessing.shape()));
    }
  }

  /** MNIST and Fashion-MNIST have the same file names. */
  private void checkNotAnotherSet(List<String> sums) {
    KnownSet.ALL.stream()
        .filter(other -> !other.equals(set) && sums(other).equals(sums))
        .findFirst()
        .ifPresent(
            other -> {
              throw new DatasetException(
                  "data set %s: the files in %s are those of %s"
                      .formatted(set.id(), folder, other.id()));
            });
  }

  private String note(List<String> sums) {
    List<String> canonical = sums(set);
    int[] others =
        IntStream.range(0, sums.size())
            .filter(i -> !sums.get(i).equals(canonical.get(i)))
            .toArray();
    if (others.length == 0) {
      return "";
    }
    String example =
        "%s: SHA-256 %s, canonical %s"
            .formatted(
                set.files().get(others[0]).name(), sums.get(others[0]), canonical.get(others[0]));
    return "%s: %d of %d files are not the canonical ones: do not compare with published errors (%s)"
        .formatted(set.id(), others.length, sums.size(), example);
  }

  private static List<String> sums(KnownSet set) {
    return set.files().stream().map(KnownFile::sha256).toList();
  }
}
