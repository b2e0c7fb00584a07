package org.dyadic.train.torch;

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

  @Override
  public void close() {
    if (enabled) {
      torch.set_autocast_enabled(torch.DeviceType.CPU, false);
    }
  }
}
