package org.dyadic.train.torch;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.Shape;
import org.dyadic.quant.Grid;

/**
 * A network in libtorch: forward passes, losses and gradients. Parameters are views of one flat
 * tensor, gradients of another, so that a step exchanges two contiguous arrays with Java.
 *
 * <p>Not thread safe. Native memory of a step lives in one scope that the step closes.
 */
public final class TorchNetwork implements AutoCloseable {
  private final ParameterLayout layout;
  private final Shape input;
  private final int capacity;
  private final boolean bfloat16;
  private final Device device;
  private final SharedTensor trained;
  private final SharedTensor gradients;
  private final SharedTensor statistics;
  private final SharedTensor pixels;
  private final SharedTensor labels;
  private final FloatBuffer trainedBuffer;
  private final FloatBuffer gradientBuffer;
  private final FloatBuffer statisticsBuffer;
  private final FloatBuffer pixelBuffer;
  private final LongBuffer labelBuffer;
  private final Map<String, Tensor> views = new HashMap<>();
  private final ActivationRounding rounding = new ActivationRounding();
  private final Forward forward;

  /** A network that computes in float32 on the host's processor. */
  public TorchNetwork(ParameterLayout layout, int capacity) {
    this(layout, capacity, false, TorchDevice.CPU);
  }

  /**
   * Takes native memory for a network.
   *
   * @param layout where the parameters lie; channels-last layouts make activations channels-last
   *     too
   * @param capacity the largest batch
   * @param bfloat16 whether training passes compute convolutions and products in bfloat16
   * @param device where passes are computed
   * @throws IllegalArgumentException if there is no such device
   */
  public TorchNetwork(ParameterLayout layout, int capacity, boolean bfloat16, TorchDevice device) {
    this.device = device.open();
    this.layout = layout;
    this.input = layout.network().input();
    this.capacity = capacity;
    this.bfloat16 = bfloat16;
    this.trained = floats(layout.trainedSize());
    this.gradients = floats(layout.trainedSize());
    this.statistics = floats(Math.max(1, layout.statisticsSize()));
    this.pixels = floats((long) capacity * input.size());
    this.labels = new SharedTensor(capacity, torch.ScalarType.Long, this.device);
    this.trainedBuffer = trained.floats();
    this.gradientBuffer = gradients.floats();
    this.statisticsBuffer = statistics.floats();
    this.pixelBuffer = pixels.floats();
    this.labelBuffer = labels.longs();
    createViews();
    this.forward = new Forward(views, rounding);
  }

  private SharedTensor floats(long size) {
    return new SharedTensor(size, torch.ScalarType.Float, device);
  }

  private void createViews() {
    for (ParameterLayout.Slot slot : layout.trained()) {
      Tensor view = view(trained.tensor(), slot);
      view.requires_grad_(true);
      try (PointerScope _ = new PointerScope();
          Tensor gradient = view(gradients.tensor(), slot)) {
        view.mutable_grad().put(gradient);
      }
      views.put(slot.name(), view);
    }
    for (ParameterLayout.Slot slot : layout.statistics()) {
      views.put(slot.name(), view(statistics.tensor(), slot));
    }
  }

  private Tensor view(Tensor flat, ParameterLayout.Slot slot) {
    List<Integer> dims = slot.parameter().dims();
    long[] sizes = dims.stream().mapToLong(Integer::longValue).toArray();
    long[] strides = new long[sizes.length];
    long stride = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= sizes[axis];
    }
    if (layout.channelsLast() && sizes.length == 4) {
      strides[3] = sizes[1];
      strides[2] = sizes[1] * sizes[3];
      strides[1] = 1;
    }
    try (PointerScope _ = new PointerScope()) {
      Tensor view = flat.narrow(0, slot.offset(), slot.size()).as_strided(sizes, strides);
      view.retainReference();
      return view;
    }
  }

  /** Copies trained parameters, in the layout's order, into the network. */
  public void setTrained(float[] values) {
    trainedBuffer.put(0, values, 0, layout.trainedSize());
    trained.push(layout.trainedSize());
  }

  /** Copies batch-norm statistics, in the layout's order, into the network. */
  public void setStatistics(float[] values) {
    statisticsBuffer.put(0, values, 0, layout.statisticsSize());
    statistics.push(layout.statisticsSize());
  }

  /** Copies the batch-norm statistics out. */
  public void getStatistics(float[] into) {
    statistics.pull();
    statisticsBuffer.get(0, into, 0, layout.statisticsSize());
  }

  /**
   * One forward and backward pass in training mode: mean cross-entropy, its gradient, and new
   * batch-norm statistics.
   *
   * @param images pixels of {@code size} images, in the memory format of the layout
   * @param classes {@code size} labels
   * @param gradient receives the gradient of the trained parameters, in the layout's order
   * @return the loss
   */
  public double gradient(float[] images, long[] classes, int size, float[] gradient) {
    try (PointerScope _ = new PointerScope()) {
      return gradient(batch(images, size), target(classes, size), gradient);
    }
  }

  /**
   * The same for targets that are probabilities: {@code loss = -mean over images of sum over
   * classes of p log softmax(logits)}.
   *
   * @param probabilities {@code size} rows of one value a class, each row with the sum 1
   */
  public double softGradient(float[] images, float[] probabilities, int size, float[] gradient) {
    try (PointerScope _ = new PointerScope()) {
      long[] dims = {size, layout.network().output().channels()};
      Tensor target =
          torch.from_blob(new FloatPointer(probabilities), dims).to(device, torch.ScalarType.Float);
      return gradient(batch(images, size), target, gradient);
    }
  }

  private double gradient(Tensor batch, Tensor target, float[] gradient) {
    gradients.tensor().zero_();
    Tensor logits;
    try (Autocast _ = new Autocast(bfloat16, device.type())) {
      logits = forward.train(layout.network(), batch).to(torch.ScalarType.Float);
    }
    Tensor loss = torch.cross_entropy_loss(logits, target);
    Tensor penalty = rounding.penalty();
    (penalty == null ? loss : loss.add(penalty)).backward();
    gradients.pull();
    gradientBuffer.get(0, gradient, 0, layout.trainedSize());
    return loss.item_float();
  }

  /**
   * The logits of a batch with the running batch-norm statistics.
   *
   * @return {@code size} rows of one value a class
   */
  public float[] logits(float[] images, int size) {
    try (PointerScope _ = new PointerScope();
        NoGradGuard _ = new NoGradGuard()) {
      return values(forward.evaluate(layout.network(), batch(images, size)));
    }
  }

  /**
   * Lets every pass from now on round activations as integers do.
   *
   * @param grids by name of layer, what its output is rounded to; a dense layer's input, too
   * @param prior lambda of the loss that pulls activations to their grids, added to the gradient
   *     but not to the loss that is returned
   */
  public void roundActivations(Map<String, Grid> grids, double prior) {
    rounding.set(grids, prior);
  }

  /**
   * Shows the outputs of some layers, before they are rounded.
   *
   * @param batchStatistics whether batch norms take those of the batch instead of the running ones
   * @param layers the names of the layers to show; {@code NAME.cell} shows an LSTM's cell states
   * @param observer receives a layer's name and its output, planar, image after image
   */
  public void observe(
      float[] images,
      int size,
      boolean batchStatistics,
      Set<String> layers,
      BiConsumer<String, float[]> observer) {
    try (PointerScope _ = new PointerScope();
        NoGradGuard _ = new NoGradGuard()) {
      forward.observe(
          layout.network(),
          batch(images, size),
          batchStatistics,
          layers,
          (name, x) -> observer.accept(name, values(x)));
    }
  }

  /**
   * Folds one batch into batch-norm statistics that are a plain mean over batches.
   *
   * @param already the number of batches folded in before; 0 starts anew
   */
  public void reestimate(float[] images, int size, int already) {
    try (PointerScope _ = new PointerScope();
        NoGradGuard _ = new NoGradGuard()) {
      forward.reestimate(layout.network(), batch(images, size), 1.0 / (already + 1));
    }
  }

  private Tensor batch(float[] images, int size) {
    if (size < 1 || size > capacity) {
      throw new IllegalArgumentException(
          "batch of %d images; the network was made for 1 .. %d".formatted(size, capacity));
    }
    int values = size * input.size();
    pixelBuffer.put(0, images, 0, values);
    pixels.push(values);
    Tensor flat = pixels.tensor().narrow(0, 0, values);
    if (layout.channelsLast()) {
      return flat.view(size, input.height(), input.width(), input.channels()).permute(0, 3, 1, 2);
    }
    return flat.view(size, input.channels(), input.height(), input.width());
  }

  private Tensor target(long[] classes, int size) {
    for (int i = 0; i < size; i++) {
      labelBuffer.put(i, classes[i]);
    }
    labels.push(size);
    return labels.tensor().narrow(0, 0, size);
  }

  private static float[] values(Tensor tensor) {
    Tensor plain = tensor.cpu().contiguous();
    float[] values = new float[Math.toIntExact(plain.numel())];
    plain.data_ptr_float().get(values);
    return values;
  }

  /** Gives the native memory back. */
  @Override
  public void close() {
    forward.close();
    views.values().forEach(Tensor::close);
    List.of(trained, gradients, statistics, pixels, labels).forEach(SharedTensor::close);
    device.close();
  }
}
