package org.dyadic.example;

import java.nio.file.Path;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.inference.Classifier;
import org.dyadic.inference.Prediction;
import org.dyadic.train.Presets;
import org.dyadic.train.Trainer;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingResult;

/** Trains on the embedded digits, packs the network and classifies an image with the file. */
public final class Quickstart {
  private Quickstart() {}

  /** Takes the folder of the run, which must be new. */
  public static void main(String[] arguments) throws Exception {
    Path run = Path.of(arguments[0]);
    Dataset digits = Datasets.open("digits", DatasetOptions.defaults());
    TrainingConfig config = Presets.of("digits").floatEpochs(2).epochs(3).threads(1).build();
    TrainingResult result = new Trainer(config, digits).run(run);

    Classifier classifier = Classifier.load(result.model());
    byte[] image = new byte[classifier.shape().size()];
    digits.test().read(7, image, 0);
    Prediction prediction = classifier.predict(image);
    System.out.printf("It is a %s: %s%n", prediction.className(), result.model());
  }
}
