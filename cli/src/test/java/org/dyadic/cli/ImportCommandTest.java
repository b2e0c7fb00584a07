package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.dyadic.cli.CommandLineRun.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.dyadic.data.PixelTable;
import org.dyadic.data.Preprocessing;
import org.dyadic.format.ModelFile;
import org.dyadic.model.Shape;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.train.imports.ImportedModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network of another program, until it runs in integers. */
class ImportCommandTest {
  private static final Path FILES =
      Repository.root().resolve("core/src/test/resources/org/dyadic/imports");

  @TempDir private static Path folder;
  private static Path images;
  private static Path imported;

  @TempDir private Path own;

  @BeforeAll
  static void importOne() throws IOException {
    images = folder.resolve("images");
    DigitImages.write(images, 6);
    Path names = folder.resolve("names.txt");
    List<String> reversed = IntStream.range(0, 10).mapToObj(i -> "" + (9 - i)).toList();
    Files.write(names, reversed);
    imported = folder.resolve("tutorial.safetensors");
    JsonNode json =
        done(
                "import",
                FILES.resolve("torch-tutorial.onnx"),
                "--mean=0.5",
                "--std=0.25",
                "--classes=" + names,
                "-o",
                imported,
                "--json")
            .json();
    assertEquals("4C5-MP2-6C3-MP2-12FC-10", json.get("notation").asText());
    assertEquals("pytorch", json.get("producer").asText());
    assertEquals("1x16x16", json.get("input").asText());
    assertEquals(imported.toString(), json.get("model").asText());
  }

  @Test
  void whatWasImportedComesBackFromItsFile() throws IOException {
    ImportedModel model = ImportedModel.read(imported);
    assertEquals(List.of(0.5), model.mean());
    assertEquals(List.of(0.25), model.deviation());
    assertEquals("9", model.classNames().getFirst());
    List<String> sorted = model.classNames().stream().sorted().toList();
    float[] bias = model.state().get("fc2.bias");
    float[] ordered = model.inOrderOf(sorted).get("fc2.bias");
    float[] weights = model.state().get("fc2.weight");
    float[] orderedWeights = model.inOrderOf(sorted).get("fc2.weight");
    for (int i = 0; i < 10; i++) {
      assertEquals(bias[9 - i], ordered[i]);
      assertEquals(weights[(9 - i) * 12 + 5], orderedWeights[i * 12 + 5]);
    }
  }

  @Test
  void trainingStartsFromIt() throws IOException {
    Path run = own.resolve("run");
    JsonNode json =
        done(
                "train",
                "--from=" + imported,
                "--dataset=folder:" + images,
                "--epochs=2",
                "--batch=20",
                "--threads=1",
                "--out=" + run,
                "--json")
            .json();
    QuantizedNetwork network = ModelFile.read(Path.of(json.get("model").asText()));
    Preprocessing takes = network.preprocessing();
    assertEquals(new Shape(1, 16, 16), takes.shape());
    assertEquals(PixelTable.normalizing(new double[] {0.5}, new double[] {0.25}), takes.table());
    assertEquals("0", network.classNames().getFirst());
    JsonNode eval =
        done("eval", run.resolve("model.dyadic"), "--dataset=folder:" + images, "--json").json();
    assertEquals(json.get("integer_error").asDouble(), eval.get("error").asDouble());
    Path again = own.resolve("again.dyadic");
    done("pack", run, "-o", again);
    assertEquals(-1, Files.mismatch(run.resolve("model.dyadic"), again), "packing reads the same");
    JsonNode quantized =
        done("quantize", imported, "--dataset=folder:" + images, "-o", own.resolve("q"), "--json")
            .json();
    assertEquals(
        json.get("float_error").asDouble(),
        quantized.get("float_error").asDouble(),
        "both measure the network as it was imported");
  }

  @Test
  void quantizingSaysWhatItCosts() throws IOException {
    double before = Double.MAX_VALUE;
    for (int bits : new int[] {2, 4, 8}) {
      Path out = own.resolve(bits + ".dyadic");
      JsonNode json =
          done(
                  "quantize",
                  imported,
                  "--calibration",
                  images.resolve("train"),
                  "--bits=" + bits,
                  "-o",
                  out,
                  "--json")
              .json();
      assertEquals(Files.size(out), json.get("model_bytes").asLong());
      assertTrue(json.get("float_error") == null, "there are no labels");
      double error = json.get("relative_rounding_error").get("conv2").asDouble();
      assertTrue(error < before && error > 0, bits + " bits: " + error);
      before = error;
      QuantizedNetwork network = ModelFile.read(out);
      assertEquals(List.of("9", "8"), network.classNames().subList(0, 2));
      assertTrue(!network.provenance().contains("error"), network.provenance());
    }
    assertTrue(before < 0.02, "8 bits: " + before);
  }

  /** A trained float network comes back by its own names, with its data's normalisation. */
  @Test
  void aTrainedNetworkKeepsItsError() throws IOException {
    Path run = own.resolve("run");
    CommandLineRun.tinyModel(run);
    Path back = own.resolve("back.safetensors");
    done(
        "import",
        run.resolve("float.safetensors"),
        "--model=4C3-MP4-10",
        "--input=1x20x20",
        "--mean=0.13330805490196077",
        "--std=0.2920673857046922",
        "-o",
        back);
    JsonNode json =
        done("quantize", back, "--dataset=digits", "-o", own.resolve("q"), "--json").json();
    JsonNode trained = new ObjectMapper().readTree(run.resolve("result.json").toFile());
    assertEquals(trained.get("float_error").asDouble(), json.get("float_error").asDouble());
    double packed = json.get("integer_error").asDouble();
    assertEquals(packed, json.get("quantized_error").asDouble(), 1, "8-bit activations");
    JsonNode eval = done("eval", own.resolve("q"), "--dataset=digits", "--json").json();
    assertEquals(packed, eval.get("error").asDouble());
  }

  @Test
  void whatCannotBeImportedIsSaid() {
    Path out = own.resolve("out.safetensors");
    CommandLineRun run = CommandLineRun.of("import", FILES.resolve("refused.onnx"), "-o", out);
    assertEquals(4, run.status());
    assertTrue(run.err().contains("5 nodes cannot be expressed:"), run.err());
    assertTrue(!Files.exists(out));
    refused(
        2,
        "--from " + imported + " brings its network and weights; leave --model and --weights out",
        "train",
        "--from=" + imported,
        "--model=mlp");
    refused(
        2,
        imported + " takes images of 1x16x16, the data set digits has 1x20x20",
        "quantize",
        imported,
        "--dataset=digits",
        "-o",
        out);
    refused(
        2,
        "give either --dataset NAME, or --calibration DIR for images without labels",
        "quantize",
        imported,
        "-o",
        out);
    refused(
        2,
        "--mean has 2 and --std 1 values, the network's input 1x28x28 needs 1",
        "import",
        FILES.resolve("mnist-8.onnx"),
        "--mean=0.1,0.2",
        "-o",
        out);
  }

  @Test
  void picklesAreNotRead() throws IOException {
    Path pickle = Files.write(own.resolve("net.pth"), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
    CommandLineRun run =
        CommandLineRun.of("import", pickle, "--model=lenet5", "-o", own.resolve("out"));
    assertEquals(6, run.status());
    assertTrue(run.err().contains("save_file("), run.err());
  }
}
