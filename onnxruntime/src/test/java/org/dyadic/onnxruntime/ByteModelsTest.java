package org.dyadic.onnxruntime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dyadic.export.OnnxExporter;
import org.dyadic.export.OnnxExporter.Variant;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.verify.Comparison;
import org.dyadic.verify.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** onnx-int8: what the exporter proves holds in ONNX Runtime, and its fast operators do it. */
class ByteModelsTest {
  private static final int SEEDS = 24;
  private static final int IMAGES = 40;
  private static final Pattern EXACTNESS = Pattern.compile("(\\d+) of (\\d+) output channels");

  @TempDir private Path folder;

  private static boolean isProven(byte[] model) {
    Matcher matcher = EXACTNESS.matcher(new String(model, ISO_8859_1));
    assertTrue(matcher.find());
    return matcher.group(1).equals(matcher.group(2));
  }

  @Test
  void provenNetworksGiveTheIntegerLogits() throws Exception {
    int proven = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      QuantizedNetwork network = TernaryNetworks.of(seed);
      if (isProven(new OnnxExporter(Variant.INT8).encode(network))) {
        RandomImages images = new RandomImages(network.preprocessing().shape(), IMAGES, seed);
        Comparison comparison =
            new Verifier(network, images).compare(new OnnxRuntimeCandidate(Variant.INT8));
        assertEquals(0, comparison.maxLogitDifference(), "seed " + seed);
        proven++;
      }
    }
    assertTrue(proven > SEEDS / 2, proven + " of " + SEEDS + " networks are proven");
  }

  @Test
  void onnxRuntimeFusesIntegerOperators() throws Exception {
    Path optimized = folder.resolve("optimized.onnx");
    byte[] model = new OnnxExporter(Variant.INT8).encode(TernaryNetworks.of(1));
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizedModelFilePath(optimized.toString());
      OrtEnvironment.getEnvironment().createSession(model, options).close();
    }
    String text = Files.readString(optimized, ISO_8859_1);
    for (String operator : new String[] {"QLinearConv", "QGemm", "QLinearAdd"}) {
      assertTrue(text.contains(operator), operator);
    }
    // A node's operator is field 4: its name's length, then the name.
    assertFalse(text.contains("\"\u0004Conv"), "a convolution was left in floats");
    assertFalse(text.contains("\"\u0004Gemm"), "a product was left in floats");
    assertTrue(new String(model, ISO_8859_1).contains("\"\u0004Conv"));
  }
}
