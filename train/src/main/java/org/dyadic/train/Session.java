package org.dyadic.train;

import java.util.List;
import java.util.Map;
import org.dyadic.data.Augmentation;
import org.dyadic.data.BatchStream;
import org.dyadic.data.Dataset;
import org.dyadic.data.ImageSet;
import org.dyadic.data.Stratified;
import org.dyadic.model.Network;
import org.dyadic.model.ParameterLayout;
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.quant.FixedPoint;
import org.dyadic.train.torch.Torch;
import org.dyadic.train.torch.TorchNetwork;

/** What the parts of one training run share. */
final class Session implements AutoCloseable {
  private static final int MONITOR_IMAGES = 2000;

  /** One split for all seeds, so that choices across seeds are made on the same images. */
  private static final long SPLIT_SEED = 0x73706c6974L;

  private final TrainingConfig config;
  private final Dataset dataset;
  private final RunFolder folder;
  private final ImageSet train;
  private final ImageSet monitor;
  private final ParameterLayout layout;
  private final TorchNetwork network;
  private final Evaluator evaluator;
  private final NesterovSgd optimizer;
  private final int stepsPerEpoch;
  private TrainingState state;

  Session(TrainingConfig config, Network model, Dataset dataset, RunFolder folder) {
    this.config = config;
    this.dataset = dataset;
    this.folder = folder;
    if (config.validation() > 0) {
      Stratified.Split split =
          Stratified.split(dataset.train(), dataset.classes(), config.validation(), SPLIT_SEED);
      this.train = split.train();
      this.monitor = split.validation();
    } else {
      this.train = dataset.train();
      this.monitor = sample(dataset);
    }
    Torch.setThreads(config.threads());
    this.layout = new ParameterLayout(model, config.channelsLast());
    int batch = Evaluator.batch(model, config.batchSize());
    this.network = new TorchNetwork(layout, Math.max(config.batchSize(), batch), config.bfloat16());
    this.evaluator =
        new Evaluator(network, dataset.preprocessing().table(), batch, config.channelsLast());
    this.optimizer = new NesterovSgd(config.momentum());
    this.state = new TrainingState(layout);
    this.stepsPerEpoch = BatchStream.trainingBatches(train, config.batchSize());
  }

  /** Training images to watch where nothing is held out: at most 2,000, the same every epoch. */
  private static ImageSet sample(Dataset dataset) {
    double share = (double) MONITOR_IMAGES / dataset.train().size();
    return share >= 1
        ? dataset.train()
        : Stratified.split(dataset.train(), dataset.classes(), share, SPLIT_SEED).validation();
  }

  /** What the errors of an epoch are measured on. */
  String monitorName() {
    return config.validation() > 0 ? "validation" : "training sample";
  }

  TrainingConfig config() {
    return config;
  }

  Dataset dataset() {
    return dataset;
  }

  RunFolder folder() {
    return folder;
  }

  ImageSet train() {
    return train;
  }

  ImageSet monitor() {
    return monitor;
  }

  ParameterLayout layout() {
    return layout;
  }

  TorchNetwork network() {
    return network;
  }

  Evaluator evaluator() {
    return evaluator;
  }

  NesterovSgd optimizer() {
    return optimizer;
  }

  int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  TrainingState state() {
    return state;
  }

  /** Takes a state and loads it into the network. */
  void setState(TrainingState newState) {
    state = newState;
    loadIntoNetwork();
  }

  void loadIntoNetwork() {
    network.setTrained(state.trained);
    network.setStatistics(state.statistics);
  }

  String phaseName() {
    return state.phase == TrainingState.Phase.FLOAT ? "float" : config.method();
  }

  /** What is done to training images. */
  Augmentation augmentation() {
    return config.augment() ? dataset.augmentation() : Augmentation.NONE;
  }

  /** The learning rate over the current phase. */
  LinearDecay rate(int epochs) {
    double start =
        state.phase == TrainingState.Phase.FLOAT
            ? config.floatLearningRate()
            : config.learningRate();
    return new LinearDecay(start, config.learningRateEnd(), (long) epochs * stepsPerEpoch);
  }

  /** The trained parameters with every weight at its mode. */
  float[] quantized(Map<String, Integer> exponents) {
    float[] values = state.trained.clone();
    int top = FixedPoint.top(config.bits());
    for (Slot slot : layout.weights()) {
      int exponent = exponents.get(slot.name());
      float step = FixedPoint.step(exponent);
      for (int i = slot.offset(); i < slot.end(); i++) {
        values[i] = FixedPoint.code(values[i], exponent, top) * step;
      }
    }
    return values;
  }

  /** The error with every weight at its mode and the statistics as they are. */
  double quantizedError(ImageSet images, Map<String, Integer> exponents) {
    network.setTrained(quantized(exponents));
    double error = evaluator.error(images);
    network.setTrained(state.trained);
    return error;
  }

  /**
   * The error with every weight at its mode and statistics estimated anew, which stay in the
   * network together with the quantized weights until {@link #loadIntoNetwork}.
   */
  double reestimatedError(ImageSet images, Map<String, Integer> exponents) {
    network.setTrained(quantized(exponents));
    evaluator.reestimate(train, augmentation(), config.seed());
    return evaluator.error(images);
  }

  /** Reports on every layer, and remembers the codes for the next time. */
  List<LayerReport> layerReports(Map<String, Integer> exponents) {
    byte[] codes = LayerReport.codes(layout.weights(), state.trained, exponents, config.bits());
    List<LayerReport> reports =
        LayerReport.of(
            layout.weights(), state.trained, exponents, config.bits(), codes, state.previousCodes);
    state.previousCodes = codes;
    return reports;
  }

  @Override
  public void close() {
    network.close();
  }
}
