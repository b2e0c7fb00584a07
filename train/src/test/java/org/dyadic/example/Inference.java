package org.dyadic.example;

import java.nio.file.Path;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.data.ImageDecoder;
import org.dyadic.inference.Classifier;
import org.dyadic.inference.Evaluation;
import org.dyadic.inference.Prediction;

/** Classifies a picture and a test set with a packed model. Needs dyadic-core only. */
public final class Inference {
  private Inference() {}

  /** Takes a model of the digits, and a picture. */
  public static void main(String[] arguments) throws Exception {
    Classifier classifier = Classifier.load(Path.of(arguments[0]));

    byte[] pixels =
        ImageDecoder.decode(Path.of(arguments[1]), classifier.network().preprocessing());
    Prediction prediction = classifier.predict(pixels);
    System.out.printf("%s, score %.2f%n", prediction.className(), prediction.score());

    Dataset digits = Datasets.open("digits", DatasetOptions.defaults());
    Evaluation evaluation = classifier.evaluate(digits.test(), 2);
    System.out.printf("%d of %d are right%n", evaluation.correct(), evaluation.images());
  }
}
