package org.dyadic.train.torch;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * A flat tensor that Java writes and reads. On the host's processor both see the same memory; for
 * another device {@link #push} and {@link #pull} copy.
 */
final class SharedTensor implements AutoCloseable {
  private final Tensor host;
  private final Tensor onDevice;
  private final boolean copied;

  /** Zeros. */
  SharedTensor(long size, torch.ScalarType type, Device device) {
    try (TensorOptions options = new TensorOptions(type)) {
      this.host = torch.zeros(new long[] {size}, options);
    }
    this.copied = !device.is_cpu();
    this.onDevice = copied ? host.to(device, type) : host;
  }

  /** What libtorch computes with. */
  Tensor tensor() {
    return onDevice;
  }

  /** The host's memory of a float32 tensor. */
  FloatBuffer floats() {
    return host.data_ptr_float().capacity(host.numel()).asBuffer();
  }

  /** The host's memory of an int64 tensor. */
  LongBuffer longs() {
    return host.data_ptr_long().capacity(host.numel()).asBuffer();
  }

  /** Gives the device what Java wrote to the first values. */
  void push(long count) {
    if (copied) {
      copy(onDevice, host, count);
    }
  }

  /** Gives Java what the device computed. */
  void pull() {
    if (copied) {
      copy(host, onDevice, host.numel());
    }
  }

  private static void copy(Tensor to, Tensor from, long count) {
    try (PointerScope _ = new PointerScope();
        NoGradGuard _ = new NoGradGuard()) {
      to.narrow(0, 0, count).copy_(from.narrow(0, 0, count));
    }
  }

  @Override
  public void close() {
    onDevice.close();
    host.close();
  }
}
