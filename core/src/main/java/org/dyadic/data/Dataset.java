package org.dyadic.data;

import java.util.List;

/**
 * Labelled images, or rows of values that became bytes like pixels, with what belongs to them.
 *
 * @param name the name that the user chose, such as {@code mnist} or {@code folder:flowers}
 * @param classNames one name a class; labels index this list
 * @param preprocessing what turns a user's image into an input of this set's shape
 * @param augmentation what is done to training images
 * @param train the training images
 * @param test the test images; read once, at the end of a run
 * @param sha256 hexadecimal SHA-256 of all images and labels, for provenance. It covers, for the
 *     training set and then the test set: the number of images, channels, rows and columns, and for
 *     every image in order its label and its planar pixel bytes; numbers and labels are big-endian
 *     32-bit integers
 * @param note what a reader of results must know, such as that the files are not the canonical
 *     ones; empty if there is nothing
 */
public record Dataset(
    String name,
    List<String> classNames,
    Preprocessing preprocessing,
    Augmentation augmentation,
    ImageSet train,
    ImageSet test,
    String sha256,
    String note) {

  /** Copies the list of class names; checks the shapes, and that only images are augmented. */
  public Dataset {
    classNames = List.copyOf(classNames);
    if (preprocessing.scale().isPresent() && augmentation != Augmentation.NONE) {
      throw new IllegalArgumentException(
          "data set %s: the augmentation %s is for images, not for rows of values"
              .formatted(name, augmentation));
    }
    for (ImageSet set : List.of(train, test)) {
      if (!set.shape().equals(preprocessing.shape())) {
        throw new IllegalArgumentException(
            "data set %s: images of shape %s, but its preprocessing makes %s"
                .formatted(name, set.shape(), preprocessing.shape()));
      }
    }
  }

  /** A data set of which there is nothing to note. */
  public Dataset(
      String name,
      List<String> classNames,
      Preprocessing preprocessing,
      Augmentation augmentation,
      ImageSet train,
      ImageSet test,
      String sha256) {
    this(name, classNames, preprocessing, augmentation, train, test, sha256, "");
  }

  /**
   * The same images with another normalisation.
   *
   * @throws IllegalArgumentException if these are rows of values, or have other channels
   */
  public Dataset withTable(PixelTable table) {
    if (preprocessing.scale().isPresent()) {
      throw new IllegalArgumentException(
          "data set %s: a normalisation of images is no use for rows of values".formatted(name));
    }
    Preprocessing other =
        new Preprocessing(
            preprocessing.shape(), preprocessing.fit(), preprocessing.colorOrder(), table);
    return new Dataset(name, classNames, other, augmentation, train, test, sha256, note);
  }

  /** The number of classes. */
  public int classes() {
    return classNames.size();
  }
}
