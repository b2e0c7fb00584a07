package org.dyadic.example;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.train.InterruptedRunException;
import org.dyadic.train.LayerReport;
import org.dyadic.train.Presets;
import org.dyadic.train.Trainer;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingListener;
import org.dyadic.train.TrainingResult;

/** Trains a network of one's own with another method, listens, stops after an epoch, goes on. */
public final class Training {
  private Training() {}

  /** Takes the folder of the run, which must be new. */
  public static void main(String[] arguments) throws Exception {
    Path run = Path.of(arguments[0]);
    Dataset digits = Datasets.open("digits", DatasetOptions.defaults());
    TrainingConfig config =
        Presets.of("digits")
            .model("8C3-MP2-16C3-MP2-10")
            .method("sgm")
            .option("update", "proximal")
            .bits(3)
            .floatEpochs(1)
            .epochs(2)
            .threads(1)
            .build();

    Trainer first = new Trainer(config, digits);
    first.listen(
        new TrainingListener() {
          @Override
          public void epoch(
              String phase,
              int epoch,
              int epochs,
              Map<String, Double> numbers,
              List<LayerReport> layers) {
            System.out.printf("%s %d of %d%n", phase, epoch + 1, epochs);
            first.control().stop();
          }
        });
    try {
      first.run(run);
    } catch (InterruptedRunException e) {
      System.out.println(e.getMessage());
    }

    TrainingResult result = new Trainer(config, digits).run(run);
    System.out.printf("%.1f bits a weight%n", result.bitsPerWeight());
  }
}
