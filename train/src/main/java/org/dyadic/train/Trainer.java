package org.dyadic.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.model.Network;
import org.dyadic.model.Networks;
import org.dyadic.model.State;
import org.dyadic.quant.Fold;
import org.dyadic.train.TrainingState.Phase;
import org.dyadic.train.method.Method;
import org.dyadic.train.method.Unquantized;

/**
 * One training run: a float phase, a quantization method's phase, and the packed model, in a run
 * folder from which it can be resumed at any time with the same result.
 *
 * <pre>{@code
 * Dataset digits = Datasets.open("digits", DatasetOptions.defaults());
 * TrainingConfig config = Presets.of("digits").seed(1).build();
 * TrainingResult result = new Trainer(config, digits).run(Path.of("run"));
 * }</pre>
 */
public final class Trainer {
  private final TrainingConfig config;
  private final Dataset dataset;
  private final Network model;
  private final RunControl control = new RunControl();
  private TrainingListener listener = new TrainingListener() {};
  private DatasetOptions dataOptions = DatasetOptions.defaults();
  private State initial;

  /**
   * A trainer of one configuration.
   *
   * @throws IllegalArgumentException if the model does not fit the data set, or cannot be packed
   */
  public Trainer(TrainingConfig config, Dataset dataset) {
    this.config = config;
    this.dataset = dataset;
    this.model =
        Networks.create(config.model(), dataset.preprocessing().shape(), dataset.classes());
    Packability.require(model, dataset, config);
  }

  /** The network to train. */
  public Network model() {
    return model;
  }

  /** Sets who hears of progress, in this order. */
  public Trainer listen(TrainingListener... newListeners) {
    listener = new Listeners(List.of(newListeners));
    return this;
  }

  /** With what other threads hold and end the run. */
  public RunControl control() {
    return control;
  }

  /** Says where the data was found, so that a resumed run finds it again. */
  public Trainer dataFrom(DatasetOptions options) {
    dataOptions = options;
    return this;
  }

  /**
   * Sets the parameters to start from, instead of random ones.
   *
   * @throws IllegalArgumentException unless they are those of {@link TrainingConfig#startSha256}
   */
  public Trainer startFrom(State state) {
    String sha256 = Safetensors.sha256(state);
    if (!sha256.equals(config.startSha256())) {
      throw new IllegalArgumentException(
          "the parameters to start from have SHA-256 %s, the run wants %s"
              .formatted(sha256, config.startSha256()));
    }
    initial = state.copy();
    return this;
  }

  /**
   * Asks the run to save after its current step and to end with an {@link InterruptedRunException};
   * may be called from any thread.
   */
  public void requestStop() {
    control.stop();
  }

  /**
   * Runs to the end. If the folder holds a checkpoint of this configuration, goes on from it.
   *
   * @throws IOException if a file cannot be read or written
   * @throws DivergenceException if the loss or a weight stops being finite
   * @throws InterruptedRunException after {@link #requestStop}
   * @throws IllegalArgumentException if the folder belongs to another configuration
   */
  public TrainingResult run(Path path) throws IOException {
    try (RunFolder folder = RunFolder.open(path);
        Session session = new Session(config, model, dataset, folder)) {
      folder.bind(config, dataset.sha256(), dataOptions);
      TrainingLoop loop = new TrainingLoop(session, listener, control);
      restoreOrInitialize(session, loop);
      if (session.state().phase == Phase.FLOAT) {
        loop.run(new Unquantized(), config.floatPhase().epochs());
        endFloatPhase(session, loop);
      }
      Method method = session.method();
      loop.run(method, config.methodEpochs());
      return new Finisher(session, listener).finish(method);
    }
  }

  /**
   * Packs a finished run once more, without training: weights stay as they are, batch norms are
   * folded as asked for. The run folder is not changed.
   *
   * @param path the run folder
   * @param fold may be another than that of the configuration
   * @param file where the model goes
   * @throws IOException if a file cannot be read or written
   * @throws IllegalArgumentException if the run is not finished, belongs to another configuration,
   *     or its weights cannot be packed like that
   */
  public PackedRun pack(Path path, Fold fold, Path file) throws IOException {
    TrainingConfig.requireFold(fold, config.provider());
    try (RunFolder folder = RunFolder.open(path);
        Session session = new Session(config, model, dataset, folder)) {
      folder.bind(config, dataset.sha256(), dataOptions);
      restoreFinished(session);
      Method method = session.method();
      WeightSummary weights = WeightSummary.of(session, method);
      if (!weights.obstacles().isEmpty()) {
        throw new IllegalArgumentException(
            "the weights of %s cannot be packed: %s"
                .formatted(path, weights.obstacles().getFirst()));
      }
      Map<String, Double> metrics = new LinkedHashMap<>(session.state().metrics);
      Packer packer = new Packer(session, method, fold);
      float[] settled = packer.settle(metrics);
      return new PackedRun(metrics, packer.pack(settled, metrics, file));
    }
  }

  private void restoreFinished(Session session) throws IOException {
    CheckpointStore.Restored restored =
        session
            .folder()
            .checkpoints()
            .newest(session.layout(), config.moments(), new ArrayList<>());
    if (restored == null
        || restored.state().phase != Phase.METHOD
        || restored.state().epoch < config.methodEpochs()) {
      throw new IllegalArgumentException(
          "the run in %s is not finished; go on with it: train --resume %1$s"
              .formatted(session.folder().path()));
    }
    session.setState(restored.state());
  }

  private void restoreOrInitialize(Session session, TrainingLoop loop) throws IOException {
    List<String> torn = new ArrayList<>();
    CheckpointStore.Restored restored =
        session.folder().checkpoints().newest(session.layout(), config.moments(), torn);
    torn.forEach(file -> listener.warning("checkpoint " + file + " is torn; an older one is used"));
    if (restored != null) {
      session.folder().truncateLog(restored.logLength());
      session.setState(restored.state());
      listener.message("resumed from " + restored.file().getFileName());
      return;
    }
    session.folder().truncateLog(0);
    if (initial == null && config.startSha256() != null) {
      throw new IllegalArgumentException(
          "nothing was saved yet in %s: give --weights or --from again"
              .formatted(session.folder().path()));
    }
    State state = initial != null ? initial : Initializer.initialize(model, config.seed());
    TrainingState fresh = new TrainingState(session.layout(), config.moments());
    session.layout().pack(state, fresh.trained, fresh.statistics);
    session.setState(fresh);
    if (initial != null) {
      int unfolded = new UnfoldedNorms(session).settle();
      if (unfolded > 0) {
        listener.message(
            "%d batch norms that stand for a bias got the statistics of training images"
                .formatted(unfolded));
      }
      loop.checkpoint(); // random parameters can be drawn again, these cannot
    }
  }

  /** Measures the float network and its naive rounding, and lets the method choose step sizes. */
  private void endFloatPhase(Session session, TrainingLoop loop) throws IOException {
    TrainingState state = session.state();
    Safetensors.write(
        session.folder().floatWeights(), session.layout().unpack(state.trained, state.statistics));
    Method naive = session.naive();
    Map<String, Double> metrics = state.metrics;
    metrics.put("float_error", session.latentError(dataset.test()));
    metrics.put("naive_error", session.quantizedError(dataset.test(), naive));
    new Packer(session, naive, Fold.EXACT).settle();
    metrics.put("naive_reestimated_error", session.evaluator().error(dataset.test()));
    session.loadIntoNetwork();
    Method method = session.method();
    method.start(state.trained);
    state.phase = Phase.METHOD;
    state.epoch = 0;
    for (float[] moment : state.moments) {
      Arrays.fill(moment, 0);
    }
    method.warnings().forEach(listener::warning);
    loop.log("start", metrics, session.layerReports(method));
    loop.checkpoint();
  }
}
