package org.dyadic.train.torch;

import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * While open, libtorch computes convolutions and matrix products in bfloat16 and the rest in
 * float32; parameters and gradients stay float32. For one thread; a disabled one does nothing.
 */
final class Autocast implements AutoCloseable {
  private final boolean enabled;

  Autocast(boolean enabled) {
    this.enabled = enabled;
    if (enabled) {
      // A cache of casted weights would outlive the step that changes them.
      torch.set_autocast_cache_enabled(false);
      torch.set_autocast_dtype(torch.DeviceType.CPU, torch.ScalarType.BFloat16);
      torch.set_autocast_enabled(torch.DeviceType.CPU, true);
    }
  }

  /**
   * A pass in float32 within one in bfloat16, for what the processor cannot compute in bfloat16.
   */
  static Tensor without(Supplier<Tensor> pass) {
    torch.set_autocast_enabled(torch.DeviceType.CPU, false);
    try {
      return pass.get();
    } finally {
      torch.set_autocast_enabled(torch.DeviceType.CPU, true);
    }
  }

  /** Whether one is open in this thread. */
  static boolean isOpen() {
    return torch.is_autocast_enabled(torch.DeviceType.CPU);
  }

  @Override
  public void close() {
    if (enabled) {
      torch.set_autocast_enabled(torch.DeviceType.CPU, false);
    }
  }
}
