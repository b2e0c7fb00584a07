package org.dyadic.train.torch;

import java.util.regex.Pattern;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;

/**
 * Where libtorch computes a network.
 *
 * @param name {@code cpu}, {@code cuda} (the first GPU) or {@code cuda:N} (that GPU, counted from
 *     0)
 */
public record TorchDevice(String name) {
  private static final Pattern NAME = Pattern.compile("cpu|cuda(:[0-9]{1,2})?");

  /** The host's own processor. */
  public static final TorchDevice CPU = new TorchDevice("cpu");

  /**
   * Checks the name alone.
   *
   * @throws IllegalArgumentException if it is none of the three
   */
  public TorchDevice {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("--device %s must be cpu, cuda or cuda:N".formatted(name));
    }
  }

  /**
   * The device itself.
   *
   * @throws IllegalArgumentException if this machine, or this build of libtorch, lacks it
   */
  Device open() {
    Torch.initialize();
    require();
    if (!equals(CPU)) {
      Torch.keepFloat32Whole();
    }
    return new Device(name);
  }

  /**
   * Looks whether it is there.
   *
   * @throws IllegalArgumentException if this machine, or this build of libtorch, lacks it
   */
  public void require() {
    if (equals(CPU)) {
      return;
    }
    Torch.initialize();
    if (!Torch.isCudaBuild()) {
      throw lacking(
          "this build of Dyadic computes on the processor alone; for one with CUDA, in a source"
              + " tree: DYADIC_MAVEN_ARGS=-Pcuda");
    }
    if (!Context.hasCUDART()) {
      throw lacking(
          "libraries were not found: it takes CUDA 13, cuDNN 9 and NCCL 2, in folders that"
              + " LD_LIBRARY_PATH names");
    }
    if (!torch.hasCUDA()) {
      throw lacking("CUDA finds no GPU on this machine");
    }
    int count = torch.cuda_device_count();
    int index = name.contains(":") ? Integer.parseInt(name.substring(name.indexOf(':') + 1)) : 0;
    if (index >= count) {
      throw lacking("this machine's GPUs are numbered 0 .. " + (count - 1));
    }
  }

  private IllegalArgumentException lacking(String what) {
    return new IllegalArgumentException("--device %s: %s".formatted(name, what));
  }
}
