package org.dyadic.train.imports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dyadic.model.Network;
import org.dyadic.model.Networks;
import org.dyadic.model.Parameter;
import org.dyadic.model.Shape;
import org.dyadic.train.TensorFile.Tensor;
import org.junit.jupiter.api.Test;

/** The usual names of PyTorch's state dicts. */
class StateDictTest {
  private static final Shape COLOUR = new Shape(3, 32, 32);
  private static final List<String> NORM = List.of("weight", "bias", "running_mean", "running_var");

  private final Random random = new Random(1);
  private final Map<String, Tensor> file = new LinkedHashMap<>();

  private void tensor(String name, Integer... dims) {
    int size = List.of(dims).stream().reduce(1, (a, b) -> a * b);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextFloat() + 0.5f;
    }
    file.put(name, new Tensor(List.of(dims), values));
  }

  private void norm(String module, int channels) {
    NORM.forEach(role -> tensor(module + "." + role, channels));
  }

  /** The file with its tensors in another order, as safetensors files have them. */
  private Map<String, Tensor> shuffled() {
    List<String> names = new ArrayList<>(file.keySet());
    Collections.shuffle(names, new Random(2));
    Map<String, Tensor> other = new LinkedHashMap<>();
    names.forEach(name -> other.put(name, file.get(name)));
    return other;
  }

  /** torchvision's resnet18, wrapped by DataParallel. */
  @Test
  void residualNetworks() {
    tensor("module.conv1.weight", 64, 3, 7, 7);
    norm("module.bn1", 64);
    int inputs = 64;
    for (int stage = 1; stage <= 4; stage++) {
      int width = 64 << (stage - 1);
      for (int block = 0; block < 2; block++) {
        String name = "module.layer%d.%d.".formatted(stage, block);
        tensor(name + "conv1.weight", width, inputs, 3, 3);
        norm(name + "bn1", width);
        tensor(name + "conv2.weight", width, width, 3, 3);
        norm(name + "bn2", width);
        if (inputs != width) {
          tensor(name + "downsample.0.weight", width, inputs, 1, 1);
          norm(name + "downsample.1", width);
        }
        inputs = width;
      }
    }
    tensor("module.fc.weight", 7, 512);
    tensor("module.fc.bias", 7);
    Network network = Networks.create("resnet18", new Shape(3, 64, 64), 7);
    StateDict.Matched matched = StateDict.match(network, shuffled());
    List<Tensor> tensors = new ArrayList<>(file.values());
    List<Parameter> parameters = network.parameters();
    assertEquals(tensors.size(), parameters.size());
    for (int i = 0; i < tensors.size(); i++) {
      String name = parameters.get(i).name();
      assertArrayEquals(tensors.get(i).values(), matched.state().get(name), name);
    }
    assertEquals("layer2.0.downsample.0", matched.origins().get("conv8"));
  }

  /** features.N with batch norms behind biased convolutions, classifier.N without. */
  @Test
  void sequentialNetworks() {
    Network network = Networks.create("4C3-MP2-8C3-MP4-5FC-6", COLOUR, 6);
    tensor("features.0.weight", 4, 3, 3, 3);
    tensor("features.0.bias", 4);
    norm("features.1", 4);
    tensor("features.10.weight", 8, 4, 3, 3);
    tensor("features.10.bias", 8);
    norm("features.11", 8);
    tensor("classifier.1.weight", 5, 128);
    tensor("classifier.1.bias", 5);
    tensor("classifier.4.weight", 6, 5);
    tensor("classifier.4.bias", 6);
    StateDict.Matched matched = StateDict.match(network, shuffled());
    float[] mean = matched.state().get("bn2.running_mean");
    for (int c = 0; c < mean.length; c++) {
      float trained = file.get("features.11.running_mean").values()[c];
      assertEquals(trained - file.get("features.10.bias").values()[c], mean[c], 1e-6f);
    }
    assertArrayEquals(file.get("classifier.1.bias").values(), matched.state().get("bn3.bias"));
    assertArrayEquals(new float[5], matched.state().get("bn3.running_mean"));
    assertEquals((float) Math.sqrt(1 + 1e-5), matched.state().get("bn3.weight")[0]);
    assertArrayEquals(file.get("classifier.4.weight").values(), matched.state().get("fc2.weight"));
  }

  @Test
  void everythingThatDoesNotFitIsListed() {
    Network network = Networks.create("4C3-MP2-8C3-MP4-6", COLOUR, 6);
    tensor("conv1.weight", 4, 3, 5, 5);
    tensor("conv1.bias", 4);
    tensor("conv2.weight", 8, 4, 3, 3);
    tensor("conv2.bias", 9);
    tensor("fc.weight", 6, 128);
    tensor("head.weight", 6, 6);
    tensor("scale", 1);
    String message =
        assertThrows(IllegalArgumentException.class, () -> StateDict.match(network, file))
            .getMessage();
    assertEquals(
        """
        the tensors do not fit 4C3-MP2-8C3-MP4-6:
          unexpected:  [scale]
          conv1.weight has the shape [4, 3, 5, 5], conv1.weight needs [4, 3, 3, 3]
          bn2.bias has 9 values, 8 are needed
          missing: fc.bias, for fc1.bias
          unexpected: head [weight]\
        """,
        message);
  }

  @Test
  void dyadicsOwnNames() {
    Network network = Networks.create("R(3C3)-GAP-2", COLOUR, 2);
    for (Parameter parameter : network.parameters()) {
      tensor(parameter.name(), parameter.dims().toArray(Integer[]::new));
    }
    tensor("something.else", 3);
    StateDict.Matched matched = StateDict.match(network, shuffled());
    network
        .parameters()
        .forEach(
            p -> assertArrayEquals(file.get(p.name()).values(), matched.state().get(p.name())));
  }
}
