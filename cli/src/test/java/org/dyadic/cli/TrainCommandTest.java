package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.dyadic.cli.CommandLineRun.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.format.ModelFile;
import org.dyadic.train.DivergenceException;
import org.dyadic.train.Presets;
import org.dyadic.train.Trainer;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingListener;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dyadic train} refuses, and what a run folder knows about its run. */
class TrainCommandTest {
  private static final String NETWORK = "2C3-MP4-10";

  @TempDir private static Path folder;
  private static Path finished;

  @TempDir private Path own;

  @BeforeAll
  static void train() {
    finished = folder.resolve("finished");
    done(shortTraining("--out", finished));
  }

  private static Object[] shortTraining(Object... more) {
    List<Object> line = new ArrayList<>();
    line.addAll(List.of("train", "--model", NETWORK, "--batch", "100", "--threads", "1"));
    line.addAll(List.of("--float-epochs", "1", "--epochs", "1"));
    line.addAll(List.of(more));
    return line.toArray();
  }

  @Test
  void aRunIsNotOverwritten() {
    refused(
        2,
        "--out %s holds a run already; add --resume to go on with it, or choose another folder"
            .formatted(finished),
        "train",
        "--out",
        finished);
  }

  @Test
  void anEmptyFolderIsNotResumedByItsNameAlone() {
    Path empty = own.resolve("it's new");
    refused(
        2,
        ("--resume %s: nothing was saved there (no config.json); to start the run, give its options"
                + " with --out '%s' --resume")
            .formatted(empty, empty.toString().replace("'", "'\\''")),
        "train",
        "--resume",
        empty);
    assertFalse(Files.exists(empty));
  }

  @Test
  void resumeNeedsOneFolder() {
    refused(2, "--resume needs the run's folder: --resume DIR", "train", "--resume");
    refused(
        2,
        "--resume a and --out b are two folders; give one",
        "train",
        "--resume",
        "a",
        "--out",
        "b");
  }

  @Test
  void anotherSettingIsAnotherRun() {
    refused(
        2,
        "run folder %s belongs to another run; different: weights.bits (was 2, is 3), methodPhase.epochs (was 1, is 7)."
                .formatted(finished)
            + " Choose another --out",
        "train",
        "--resume",
        finished,
        "--epochs",
        "7",
        "--bits",
        "3");
  }

  @Test
  void anotherDataSetIsAnotherRun() {
    refused(
        2,
        "--dataset mnist: the run in %s is on digits".formatted(finished),
        "train",
        "--resume",
        finished,
        "--dataset",
        "mnist");
  }

  @Test
  void oneProcessAtATime() throws IOException {
    Path lock = finished.resolve("run.lock");
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      refused(
          6,
          "run folder %s is in use by another training process".formatted(finished),
          "train",
          "--resume",
          finished);
    }
  }

  @Test
  void damagedSettingsAreNamed() throws IOException {
    Path run = Files.createDirectory(own.resolve("run"));
    Path config = Files.writeString(run.resolve("config.json"), "{\"dataset\": ");
    assertUnreadable(config, run);
    Files.copy(finished.resolve("config.json"), config, StandardCopyOption.REPLACE_EXISTING);
    Path data = Files.writeString(run.resolve("data.json"), "{}");
    assertUnreadable(data, run);
  }

  private static void assertUnreadable(Path file, Path run) {
    CommandLineRun ended = CommandLineRun.of("train", "--resume", run);
    assertEquals(6, ended.status());
    assertTrue(ended.err().startsWith("dyadic: %s cannot be read: ".formatted(file)), ended.err());
    assertEquals(1, ended.err().lines().count(), ended.err());
  }

  @Test
  void divergenceSaysWhereAndWhatToTry() {
    Path run = own.resolve("run");
    CommandLineRun ended = CommandLineRun.of(shortTraining("--out", run, "--float-lr", "1e6"));
    assertEquals(5, ended.status());
    String message = ended.err();
    assertTrue(
        message.startsWith("dyadic: training diverged in the float phase at epoch 1, step "),
        message);
    assertTrue(message.contains("Try a smaller --float-lr (now 1000000.0)"), message);
    assertEquals(1, message.lines().count(), message);
    assertFalse(Files.exists(run.resolve("model.dyadic")));
  }

  @Test
  void brokenWeightsAreNotSaved() throws IOException {
    TrainingConfig config =
        Presets.of("digits").model(NETWORK).threads(1).floatLearningRate(1e300).build();
    Trainer trainer = new Trainer(config, Datasets.open("digits", DatasetOptions.defaults()));
    trainer.listen(
        new TrainingListener() {
          @Override
          public void step(String phase, int epoch, int epochs, int step, int steps, double loss) {
            trainer.requestStop();
          }
        });
    Path run = own.resolve("run");
    assertThrows(DivergenceException.class, () -> trainer.run(run));
    assertFalse(Files.exists(run.resolve("checkpoints")));
  }

  /** As after a kill before the first checkpoint. */
  private static void forgetProgress(Path run) throws IOException {
    for (String name : List.of("model.dyadic", "log.jsonl", "result.json")) {
      Files.delete(run.resolve(name));
    }
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aRunGoesOnFromTheWeightsItWasStartedWith() throws IOException {
    Path weights = finished.resolve("float.safetensors");
    Path run = own.resolve("run");
    done(shortTraining("--out", run, "--weights", weights));
    byte[] model = Files.readAllBytes(run.resolve("model.dyadic"));
    done("train", "--resume", run);
    assertArrayEquals(model, Files.readAllBytes(run.resolve("model.dyadic")));
    forgetProgress(run);
    refused(
        2,
        "nothing was saved yet in %s: give --weights or --from again".formatted(run),
        "train",
        "--resume",
        run);
    Path others = finished.resolve("latent.safetensors");
    CommandLineRun ended = CommandLineRun.of("train", "--resume", run, "--weights", others);
    assertEquals(2, ended.status());
    assertTrue(ended.err().contains("different: startSha256 (was "), ended.err());
    done("train", "--resume", run, "--weights", weights);
    assertArrayEquals(model, Files.readAllBytes(run.resolve("model.dyadic")));
  }

  @Test
  void whereAnImageFolderLiesDoesNotChangeTheModel() throws IOException {
    List<byte[]> models = new ArrayList<>();
    for (String place : List.of("here", "there")) {
      Path images = own.resolve(place).resolve("digits");
      DigitImages.write(images, 6);
      Path run = own.resolve("run " + place);
      done(
          shortTraining(
              "--out", run, "--dataset", "folder:" + images, "--image-size", "20x20", "--grey"));
      models.add(Files.readAllBytes(run.resolve("model.dyadic")));
    }
    assertArrayEquals(models.getFirst(), models.getLast());
    String provenance = ModelFile.fromBytes(models.getFirst()).provenance();
    assertFalse(provenance.contains(own.getFileName().toString()), provenance);
  }

  @Test
  void aResumedRunReadsItsFolderAsBefore() throws IOException {
    Path images = own.resolve("digits");
    DigitImages.write(images, 6);
    Path run = own.resolve("run");
    done(
        shortTraining(
            "--out", run, "--dataset", "folder:" + images, "--image-size", "20x20", "--grey"));
    byte[] model = Files.readAllBytes(run.resolve("model.dyadic"));
    forgetProgress(run);
    done("train", "--resume", run, "--data", own);
    assertArrayEquals(model, Files.readAllBytes(run.resolve("model.dyadic")));
  }

  @Test
  void relativeFoldersAreKeptWhole() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path images = own.resolve("digits");
    DigitImages.write(images, 6);
    Path run = own.resolve("run");
    done(shortTraining("--out", run, "--dataset", "folder:" + here.relativize(images)));
    String config = Files.readString(run.resolve("config.json"));
    assertTrue(config.contains("\"folder:" + images + "\""), config);
  }
}
