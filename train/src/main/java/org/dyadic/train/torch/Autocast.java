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
  private final torch.DeviceType device;

  Autocast(boolean enabled, torch.DeviceType device) {
    this.enabled = enabled;
    this.device = device;
    if (enabled) {
      // A cache of casted weights would outlive the step that changes them.
      torch.set_autocast_cache_enabled(false);
      torch.set_autocast_dtype(device, torch.ScalarType.BFloat16);
      torch.set_autocast_enabled(device, true);
    }
  }

  /** A pass in float32 within one in bfloat16, for what the device cannot compute in bfloat16. */
  static Tensor without(torch.DeviceType device, Supplier<Tensor> pass) {
    torch.set_autocast_enabled(device, false);
    try {
      return pass.get();
    } finally {
      torch.set_autocast_enabled(device, true);
    }
  }

  /** Whether one is open for a device in this thread. */
  static boolean isOpen(torch.DeviceType device) {
    return torch.is_autocast_enabled(device);
  }

  @Override
  public void close() {
    if (enabled) {
      torch.set_autocast_enabled(device, false);
    }
  }
}
