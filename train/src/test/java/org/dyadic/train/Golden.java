package org.dyadic.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.dyadic.model.Network;
import org.dyadic.model.Parameter;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.State;

/**
 * One golden file: numbers of another framework, and the generator of its weights and inputs. See
 * {@code goldens/README.md}.
 */
final class Golden {
  /** Largest difference from the other framework: of losses, norms, logits and sampled values. */
  static final double TOLERANCE = 1e-4;

  private static final int CLASSES = 10;

  private final JsonNode root;

  private Golden(JsonNode root) {
    this.root = root;
  }

  static Golden load(String name) throws IOException {
    try (InputStream in = Golden.class.getResourceAsStream("/goldens/" + name + ".json")) {
      return new Golden(Json.MAPPER.readTree(in));
    }
  }

  JsonNode at(String pointer) {
    JsonNode node = root.at(pointer);
    assertTrue(!node.isMissingNode(), "golden file has no " + pointer);
    return node;
  }

  int batchSize() {
    return at("/inputs/batch").asInt();
  }

  /** The generated parameters and running statistics, matched by their order. */
  State state(Network network) {
    Map<String, float[]> values = new LinkedHashMap<>();
    JsonNode tensors = at("/tensors");
    assertEquals(tensors.size(), network.parameters().size());
    for (int i = 0; i < tensors.size(); i++) {
      Parameter parameter = network.parameters().get(i);
      List<Integer> shape = new ArrayList<>();
      tensors.get(i).get("shape").forEach(extent -> shape.add(extent.asInt()));
      assertEquals(shape, parameter.dims(), parameter.name());
      int stream = tensors.get(i).get("stream").asInt();
      values.put(parameter.name(), generate(tensors.get(i), stream, parameter.size()));
    }
    return new State(network, values);
  }

  /** The generated tensors' names there, by their names here. */
  Map<String, String> names(Network network) {
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < network.parameters().size(); i++) {
      names.put(network.parameters().get(i).name(), at("/tensors/" + i + "/name").asText());
    }
    return names;
  }

  float[] evaluationImages(ParameterLayout layout) {
    int count = at("/inputs/eval_count").asInt();
    return images(layout, at("/inputs/eval_stream").asInt(), count);
  }

  float[] trainingImages(ParameterLayout layout, int batch) {
    return images(layout, at("/inputs/first_stream").asInt() + batch, batchSize());
  }

  private float[] images(ParameterLayout layout, int stream, int count) {
    int size = layout.network().input().size();
    float[] planar = generate(at("/inputs"), stream, count * size);
    if (!layout.channelsLast()) {
      return planar;
    }
    int channels = layout.network().input().channels();
    int area = layout.network().input().area();
    float[] interleaved = new float[planar.length];
    for (int i = 0; i < planar.length; i++) {
      int channel = i % size / area;
      interleaved[i / size * size + i % area * channels + channel] = planar[i];
    }
    return interleaved;
  }

  long[] labels(int batch) {
    int stream = at("/inputs/first_label_stream").asInt() + batch;
    SplittableRandom random = new SplittableRandom(stream);
    long[] labels = new long[batchSize()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (random.nextLong() >>> 33) % CLASSES;
    }
    return labels;
  }

  private static float[] generate(JsonNode spec, int stream, int count) {
    double factor = Math.scalb(spec.get("multiplier").asDouble(), -spec.get("shift").asInt());
    double offset = spec.get("offset").asDouble();
    SplittableRandom random = new SplittableRandom(stream);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      long z = random.nextLong();
      long bell = (z & 0xFFFF) + (z >>> 16 & 0xFFFF) + (z >>> 32 & 0xFFFF) + (z >>> 48) - 131_070;
      values[i] = (float) (offset + bell * factor);
    }
    return values;
  }

  /** Compares an array with the summary of a tensor: norm, sum and sampled values. */
  static void assertSummary(JsonNode summary, float[] actual, String what) {
    double norm = 0;
    double sum = 0;
    for (float value : actual) {
      norm += (double) value * value;
      sum += value;
    }
    double expectedNorm = summary.get("norm").asDouble();
    double deviation = expectedNorm / Math.sqrt(actual.length);
    assertEquals(expectedNorm, Math.sqrt(norm), TOLERANCE * expectedNorm, what + ": norm");
    assertEquals(
        summary.get("sum").asDouble(), sum, TOLERANCE * deviation * actual.length, what + ": sum");
    for (int i = 0; i < summary.get("indices").size(); i++) {
      int index = summary.get("indices").get(i).asInt();
      assertEquals(
          summary.get("values").get(i).asDouble(),
          actual[index],
          TOLERANCE * deviation,
          what + ": value " + index);
    }
  }

  /** Compares a number with one of the file, relative to its size. */
  static void assertNumber(JsonNode expected, double actual, String what) {
    double value = expected.asDouble();
    assertEquals(value, actual, TOLERANCE * Math.abs(value), what);
  }
}
