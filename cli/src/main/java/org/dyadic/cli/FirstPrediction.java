package org.dyadic.cli;

import java.nio.file.Path;
import org.dyadic.inference.Classifier;

/** Loads a model, classifies one black image, says so. The process that is timed. */
final class FirstPrediction {
  private FirstPrediction() {}

  /** Takes the model file. */
  public static void main(String[] arguments) throws Exception {
    Classifier classifier = Classifier.load(Path.of(arguments[0]));
    System.out.println(classifier.classify(new byte[classifier.shape().size()]));
  }
}
