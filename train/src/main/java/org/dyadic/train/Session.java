package org.dyadic.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dyadic.data.Augmentation;
import org.dyadic.data.BatchStream;
import org.dyadic.data.Dataset;
import org.dyadic.data.ImageSet;
import org.dyadic.data.Stratified;
import org.dyadic.model.Network;
import org.dyadic.model.ParameterLayout;
import org.dyadic.quant.Fold;
import org.dyadic.train.method.Method;
import org.dyadic.train.method.MethodOptions;
import org.dyadic.train.method.MethodProvider;
import org.dyadic.train.method.MethodSetup;
import org.dyadic.train.method.MethodState;
import org.dyadic.train.method.Methods;
import org.dyadic.train.method.Naive;
import org.dyadic.train.method.QuantizedLayer;
import org.dyadic.train.method.WeightLayer;
import org.dyadic.train.optimizer.RateSchedule;
import org.dyadic.train.torch.Torch;
import org.dyadic.train.torch.TorchDevice;
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
  private final List<WeightLayer> weightLayers;
  private final int stepsPerEpoch;
  private final ShiftNorms shiftNorms;
  private final TrainedActivations activations;
  private TrainingState state;
  private Teacher teacher;

  /**
   * What belongs to a run.
   *
   * @param folder null where nothing is saved or resumed
   */
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
    this.network =
        new TorchNetwork(layout, Math.max(config.batchSize(), batch), config.bfloat16(), device());
    this.evaluator =
        new Evaluator(network, dataset.preprocessing().table(), batch, config.channelsLast());
    this.weightLayers = config.weights().layers(layout);
    this.shiftNorms = new ShiftNorms(layout, network);
    this.activations = new TrainedActivations(this);
    this.state = new TrainingState(layout, config.moments());
    this.stepsPerEpoch = BatchStream.trainingBatches(train, config.batchSize());
  }

  private TorchDevice device() {
    return new TorchDevice(config.device());
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

  /** The quantized layers, in order. */
  List<WeightLayer> weightLayers() {
    return weightLayers;
  }

  TrainedActivations activations() {
    return activations;
  }

  ShiftNorms shiftNorms() {
    return shiftNorms;
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
    activations.load();
  }

  void loadIntoNetwork() {
    network.setTrained(state.trained);
    network.setStatistics(state.statistics);
  }

  String phaseName() {
    if (state.phase == TrainingState.Phase.FLOAT) {
      return "float";
    }
    return config.method().equals("float") ? "reference" : config.method();
  }

  /** What is done to training images. */
  Augmentation augmentation() {
    return config.augment() ? dataset.augmentation() : Augmentation.NONE;
  }

  /** How the current phase descends. */
  PhaseConfig phase() {
    return state.phase == TrainingState.Phase.FLOAT ? config.floatPhase() : config.methodPhase();
  }

  /** The run's method, with the memory that the state holds. */
  Method method() {
    MethodProvider provider = config.provider();
    return Methods.create(provider, setup(provider, config.options(), state.method));
  }

  /** Rounding of the weights as they are. */
  Method naive() {
    Method naive = new Naive(setup(new Naive.Provider(), Map.of(), new MethodState()));
    naive.start(state.trained);
    return naive;
  }

  private MethodSetup setup(
      MethodProvider provider, Map<String, String> options, MethodState memory) {
    RateSchedule rate = config.methodPhase().rate(stepsPerEpoch);
    return new MethodSetup(
        weightLayers,
        MethodOptions.of(provider, options),
        config.methodEpochs(),
        stepsPerEpoch,
        train.size(),
        rate,
        config.momentum(),
        memory);
  }

  /** Task loss and gradient of a batch, with what the network has loaded. */
  double gradient(BatchStream.Batch batch, float[] gradient) throws IOException {
    if (config.distillation() == 0 || state.phase == TrainingState.Phase.FLOAT) {
      return network.gradient(batch.pixels(), batch.labels(), batch.size(), gradient);
    }
    if (teacher == null) {
      teacher =
          new Teacher(
              folder.floatWeights(), layout, config.batchSize(), config.distillation(), device());
    }
    return network.softGradient(batch.pixels(), teacher.targets(batch), batch.size(), gradient);
  }

  /** Whether forward passes see other batch norms than the latent ones. */
  boolean foldsNorms() {
    return config.fold() == Fold.SHIFT && state.phase == TrainingState.Phase.METHOD;
  }

  /** Gives batch norms, in the method's phase, the scales that they have in the packed model. */
  void foldNorms(float[] values) {
    if (foldsNorms()) {
      shiftNorms.snap(values);
    }
  }

  /** The trained parameters with every weight at its level. */
  float[] quantized(Method method) {
    float[] values = state.trained.clone();
    for (WeightLayer layer : weightLayers) {
      method.quantize(layer, state.trained).writeTo(layer, values);
    }
    foldNorms(values);
    return values;
  }

  /** The error with the latent weights. */
  double latentError(ImageSet images) {
    float[] values = state.trained.clone();
    foldNorms(values);
    network.setTrained(values);
    return evaluator.error(images);
  }

  /** The error with every weight at its level and the statistics as they are. */
  double quantizedError(ImageSet images, Method method) {
    network.setTrained(quantized(method));
    double error = evaluator.error(images);
    network.setTrained(state.trained);
    return error;
  }

  /** Reports on every layer that has levels, and remembers the levels for the next time. */
  List<LayerReport> layerReports(Method method) {
    List<LayerReport> reports = new ArrayList<>();
    byte[] all = new byte[weightLayers.stream().mapToInt(WeightLayer::size).sum()];
    int at = 0;
    for (WeightLayer layer : weightLayers) {
      QuantizedLayer quantized = method.quantize(layer, state.trained);
      int end = at + layer.size();
      if (quantized.levels() > 0) {
        byte[] symbols = quantized.symbols();
        byte[] before =
            state.previousSymbols.length == 0
                ? new byte[0]
                : Arrays.copyOfRange(state.previousSymbols, at, end);
        System.arraycopy(symbols, 0, all, at, symbols.length);
        reports.add(LayerReport.of(layer, state.trained, quantized, symbols, before));
      }
      at = end;
    }
    state.previousSymbols = all;
    return reports;
  }

  @Override
  public void close() {
    if (teacher != null) {
      teacher.close();
    }
    network.close();
  }
}
