package org.dyadic.data;

import org.dyadic.data.Preprocessing.ColorOrder;
import org.dyadic.data.Preprocessing.Fit;

/**
 * The embedded data set: 5,000 handwritten digits of 20 x 20 pixels, white on black, 500 a class,
 * from the sample sheet {@code digits.png} of OpenCV (Apache-2.0).
 *
 * <p>The sheet shows the digits of one class in writing order, so that neighbours often come from
 * one hand. Of each class the first 250 are for training and the last 250 for testing: few writers
 * are then on both sides. (A nearest-neighbour classifier errs on 7.8 % of this test set; on 6.2 %
 * when every second sample is a test image.) The classes take turns: image i is of class i mod 10.
 */
final class Digits {
  /** Mean of the training pixels, in units of full scale. */
  static final double MEAN = 0.13330805490196077;

  /** Standard deviation of the training pixels, in units of full scale. */
  static final double DEVIATION = 0.2920673857046922;

  private Digits() {}

  static Dataset open() {
    ImageSet train = read("train");
    ImageSet test = read("test");
    return new Dataset(
        "digits",
        ClassNames.DIGITS,
        new Preprocessing(
            train.shape(),
            Fit.STRETCH,
            ColorOrder.RGB,
            PixelTable.normalizing(new double[] {MEAN}, new double[] {DEVIATION})),
        Augmentation.NONE,
        train,
        test,
        Sha256.of(train, test));
  }

  private static ImageSet read(String part) {
    int[] labels =
        IdxReader.labels(
                DataFile.resource("digits-" + part + "-labels.idx.gz"), ClassNames.DIGITS.size())
            .value();
    return IdxReader.images(DataFile.resource("digits-" + part + "-images.idx.gz"), labels).value();
  }
}
