package org.dyadic.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.dyadic.kernel.Kernels;
import org.dyadic.kernel.ScalarKernels;
import org.dyadic.kernel.Window;
import org.dyadic.kernel.vector.VectorProviders;
import org.dyadic.model.Extent;

/** Layers by name, and what runs them. */
final class Layers {
  private static final long SEED = 1;
  private static final double ZEROS = 0.33;

  private Layers() {}

  /** The window of a layer's name. */
  static Window window(String layer) {
    return switch (layer) {
      case "vgg7-conv1" -> same(3, 32, 128, 1);
      case "vgg7-conv2" -> same(128, 32, 128, 1);
      case "vgg7-conv3" -> same(128, 16, 256, 1);
      case "vgg7-conv4" -> same(256, 16, 256, 1);
      case "vgg7-conv5" -> same(256, 8, 512, 1);
      case "vgg7-conv6" -> same(512, 8, 512, 1);
      case "vgg7-fc1" -> valid(512, 4, 1024, 4);
      case "resnet20-conv1" -> same(3, 32, 16, 1);
      case "resnet20-conv2" -> same(16, 32, 16, 1);
      case "resnet20-conv8" -> same(16, 32, 32, 2);
      case "resnet20-conv9" -> same(32, 16, 32, 1);
      case "resnet20-conv15" -> same(64, 8, 64, 1);
      case "lenet5-conv1" -> valid(1, 28, 32, 5);
      case "lenet5-conv2" -> valid(32, 12, 64, 5);
      case "lenet5-fc1" -> valid(64, 4, 512, 4);
      case "fc8192x1024" -> valid(8192, 1, 1024, 1);
      default -> throw new IllegalArgumentException("no layer " + layer);
    };
  }

  /** Filters of 3 x 3 with padding. */
  private static Window same(int channels, int size, int filters, int stride) {
    int out = (size + stride - 1) / stride;
    return new Window(
        channels,
        size,
        size,
        filters,
        out,
        out,
        Extent.square(3),
        Extent.square(stride),
        Extent.square(1),
        1);
  }

  /** Filters without padding. */
  private static Window valid(int channels, int size, int filters, int kernel) {
    int out = size - kernel + 1;
    return new Window(
        channels,
        size,
        size,
        filters,
        out,
        out,
        Extent.square(kernel),
        Extent.square(1),
        Extent.square(0),
        1);
  }

  /** Kernels by name. */
  static Kernels kernels(String name) {
    List<Kernels> all = new ArrayList<>(VectorProviders.all());
    all.add(new ScalarKernels());
    return all.stream()
        .filter(kernels -> kernels.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kernels " + name + " here"));
  }

  /** Random ternary codes. */
  static byte[] codes(int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] codes = new byte[count];
    for (int i = 0; i < count; i++) {
      codes[i] = (byte) (random.nextDouble() < ZEROS ? 0 : random.nextBoolean() ? 1 : -1);
    }
    return codes;
  }

  /** Random numbers from 0 to 255. */
  static int[] activations(int count) {
    return new SplittableRandom(SEED).ints(count, 0, 256).toArray();
  }
}
