package org.dyadic.train.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.dyadic.model.Network;
import org.dyadic.model.Networks;
import org.dyadic.model.Shape;
import org.dyadic.quant.Codes;
import org.dyadic.quant.IntegerLayer;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.quant.Scales;
import org.dyadic.train.Safetensors;

/**
 * The weights of a network's first layer where they look like images: the filters of a convolution,
 * and the rows of a fully connected layer that sees an image.
 *
 * @param layer its name
 * @param count how many filters there are
 * @param filter channels, rows and columns of one
 * @param before the first filters after the float phase, one after the other, planar; empty if the
 *     run folder does not have them
 * @param after the same as they are packed
 * @param step 2^-f, or of scaled codes the mean distance of two levels
 */
record FirstLayer(
    String layer, int count, Shape filter, float[] before, float[] after, double step) {
  private static final int MOST_FILTERS = 64;
  private static final int MOST_VALUES = 32_768;

  /** Reads them; empty if the first layer's weights do not look like images. */
  static Optional<FirstLayer> of(RunHistory run, QuantizedNetwork network) throws IOException {
    return switch (network.layers().getFirst()) {
      case IntegerLayer.Convolution first -> {
        int channels = first.in().channels() / first.groups();
        Shape filter = new Shape(channels, first.kernel().rows(), first.kernel().columns());
        yield Optional.of(of(run, network, first, filter));
      }
      case IntegerLayer.FullyConnected first when isImage(network) ->
          Optional.of(of(run, network, first, network.preprocessing().shape()));
      default -> Optional.empty();
    };
  }

  private static boolean isImage(QuantizedNetwork network) {
    Shape shape = network.preprocessing().shape();
    return network.preprocessing().scale().isEmpty() && shape.height() > 1 && shape.width() > 1;
  }

  private static FirstLayer of(
      RunHistory run, QuantizedNetwork network, IntegerLayer.Weighted layer, Shape filter)
      throws IOException {
    int count = layer.weights().size() / filter.size();
    int shown = Math.clamp(MOST_VALUES / filter.size(), 1, Math.min(count, MOST_FILTERS));
    float[] packed = values(layer.weights(), filter.size());
    return new FirstLayer(
        layer.name(),
        count,
        filter,
        first(floats(run, network, layer), shown * filter.size()),
        first(packed, shown * filter.size()),
        step(layer.weights()));
  }

  private static float[] first(float[] values, int most) {
    return Arrays.copyOf(values, Math.min(values.length, most));
  }

  /** The weights that the codes stand for. */
  private static float[] values(Codes codes, int perFilter) {
    float[] above = codes.scales().positive();
    float[] below = codes.scales().twoPlanes() ? codes.scales().negative() : above;
    float[] values = new float[codes.size()];
    for (int i = 0; i < values.length; i++) {
      float[] scales = codes.at(i) < 0 ? below : above;
      int block = scales.length > 1 ? i / perFilter : 0;
      double scale = scales.length == 0 ? 1 : scales[block];
      values[i] = (float) (codes.at(i) * Math.scalb(scale, -codes.exponent()));
    }
    return values;
  }

  private static double step(Codes codes) {
    Scales scales = codes.scales();
    double sum = 0;
    for (float scale : scales.positive()) {
      sum += scale;
    }
    for (float scale : scales.negative()) {
      sum += scale;
    }
    return Math.scalb(scales.isNone() ? 1 : sum / scales.count(), -codes.exponent());
  }

  private static float[] floats(
      RunHistory run, QuantizedNetwork network, IntegerLayer.Weighted layer) throws IOException {
    Path file = run.folder().resolve("float.safetensors");
    if (!Files.exists(file)) {
      return new float[0];
    }
    Network model =
        Networks.create(run.model(), network.preprocessing().shape(), network.classNames().size());
    return Safetensors.read(file, model).get(layer.name() + ".weight");
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("layer", layer);
    json.put("count", count);
    json.put("channels", filter.channels());
    json.put("height", filter.height());
    json.put("width", filter.width());
    json.put("step", Numbers.rounded(step));
    json.set("before", Numbers.array(before));
    json.set("after", Numbers.array(after));
    return json;
  }
}
