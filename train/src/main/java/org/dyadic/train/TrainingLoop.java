package org.dyadic.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dyadic.data.BatchStream;
import org.dyadic.model.Parameter;
import org.dyadic.model.ParameterLayout.Slot;
import org.dyadic.train.TrainingState.Phase;
import org.dyadic.train.method.Method;
import org.dyadic.train.method.Step;
import org.dyadic.train.method.WeightLayer;
import org.dyadic.train.optimizer.Optimizer;
import org.dyadic.train.optimizer.RateSchedule;

/** Runs the epochs of one phase: steps, reports, log lines and checkpoints. */
final class TrainingLoop {
  /** Short epochs share a checkpoint: one at the first epoch's end after so many steps. */
  private static final int STEPS_BETWEEN_CHECKPOINTS = 200;

  /** Long epochs get checkpoints in the middle. When one is written decides nothing else. */
  private static final long SECONDS_BETWEEN_CHECKPOINTS = 300;

  private final Session session;
  private final TrainingListener listener;
  private final RunControl control;
  private final float[] gradient;
  private final float[] seen;
  private int stepsSinceCheckpoint;
  private long lastCheckpoint = System.nanoTime();
  private long counted = System.nanoTime();

  TrainingLoop(Session session, TrainingListener listener, RunControl control) {
    this.session = session;
    this.listener = listener;
    this.control = control;
    this.gradient = new float[session.layout().trainedSize()];
    this.seen = new float[session.layout().trainedSize()];
  }

  /**
   * Runs what is left of a phase.
   *
   * @param method what is added to gradient descent
   * @param epochs of the whole phase
   */
  void run(Method method, int epochs) throws IOException {
    TrainingState state = session.state();
    RateSchedule rate = session.phase().rate(session.stepsPerEpoch());
    Optimizer optimizer = session.phase().optimizer().create(session.config().momentum());
    Map<Slot, Double> factors = rateFactors(method);
    while (state.epoch < epochs) {
      if (state.step == 0) {
        method.beginEpoch(state.trained, state.epoch);
        if (session.activations().due()) {
          session.network().setTrained(seen(method, nextStep(rate)));
          session.activations().choose();
        }
      }
      epoch(method, optimizer, factors, epochs, rate);
      session.network().getStatistics(state.statistics);
      countTime();
      report(method, epochs, rate);
      state.epoch++;
      state.step = 0;
      state.lossSum = 0;
      boolean stopping = control.stopping();
      if (stopping || stepsSinceCheckpoint >= STEPS_BETWEEN_CHECKPOINTS || state.epoch == epochs) {
        checkpoint();
      }
      if (stopping) {
        throw new InterruptedRunException("stopped after a whole epoch; everything is saved");
      }
    }
  }

  /** By slot of a quantized weight, the method's factor on its learning rate. */
  private Map<Slot, Double> rateFactors(Method method) {
    Map<Slot, Double> factors = new HashMap<>();
    if (session.state().phase == Phase.METHOD) {
      for (WeightLayer layer : session.weightLayers()) {
        factors.put(layer.slot(), method.rateFactor(layer));
      }
    }
    return factors;
  }

  /** Adds the time since the last call to what the run has taken. */
  private void countTime() {
    long now = System.nanoTime();
    session.state().seconds += (now - counted) / 1e9;
    counted = now;
  }

  private void epoch(
      Method method, Optimizer optimizer, Map<Slot, Double> factors, int epochs, RateSchedule rate)
      throws IOException {
    TrainingState state = session.state();
    TrainingConfig config = session.config();
    // The two phases draw from different streams, so that their epochs differ.
    long seed = state.phase == Phase.FLOAT ? config.seed() : ~config.seed();
    try (BatchStream stream =
        BatchStream.training(
            session.train(),
            session.dataset().preprocessing().table(),
            session.augmentation(),
            config.batchSize(),
            seed,
            state.epoch,
            state.step,
            session.layout().channelsLast())) {
      while (stream.hasNext()) {
        step(method, optimizer, factors, stream.next(), rate);
        listener.step(
            session.phaseName(),
            state.epoch,
            epochs,
            state.step,
            stream.batches(),
            state.lossSum / state.step);
        pause(stream.hasNext());
      }
    }
  }

  private Step nextStep(RateSchedule rate) {
    TrainingState state = session.state();
    long number = (long) state.epoch * session.stepsPerEpoch() + state.step;
    return new Step(state.epoch, number, rate.at(number), session.config().seed());
  }

  private void step(
      Method method,
      Optimizer optimizer,
      Map<Slot, Double> factors,
      BatchStream.Batch batch,
      RateSchedule rate)
      throws IOException {
    TrainingState state = session.state();
    Step step = nextStep(rate);
    session.network().setTrained(seen(method, step));
    double loss = session.gradient(batch, gradient);
    if (!Double.isFinite(loss)) {
      throw diverged("the loss is " + loss);
    }
    method.backward(state.trained, gradient, step);
    double decay = session.phase().weightDecay();
    for (Slot slot : session.layout().trained()) {
      boolean decays = slot.parameter().role() == Parameter.Role.WEIGHT;
      optimizer.step(
          state.trained,
          gradient,
          state.moments,
          slot.offset(),
          slot.end(),
          step.number(),
          step.learningRate() * factors.getOrDefault(slot, 1.0),
          decays ? decay : 0);
    }
    method.afterStep(state.trained, step);
    state.lossSum += loss;
    state.step++;
    stepsSinceCheckpoint++;
  }

  /** What the forward pass sees. */
  private float[] seen(Method method, Step step) {
    float[] latent = session.state().trained;
    if (!method.transforms() && !session.foldsNorms()) {
      return latent;
    }
    System.arraycopy(latent, 0, seen, 0, latent.length);
    if (method.transforms()) {
      method.forward(latent, seen, step);
    }
    session.foldNorms(seen);
    return seen;
  }

  /**
   * Waits if asked to; saves in mid-epoch if the run is to stop, or if the last time is long ago.
   */
  private void pause(boolean more) throws IOException {
    counted += control.hold(); // waiting is no training
    boolean stopping = control.stopping();
    boolean due =
        (System.nanoTime() - lastCheckpoint) / 1_000_000_000L >= SECONDS_BETWEEN_CHECKPOINTS;
    if (!stopping && !(due && more)) {
      return;
    }
    session.network().getStatistics(session.state().statistics);
    countTime();
    checkpoint();
    if (stopping) {
      throw new InterruptedRunException("stopped after a whole step; everything is saved");
    }
  }

  void checkpoint() throws IOException {
    requireFinite();
    session.folder().checkpoints().save(session.state(), session.folder().logLength());
    stepsSinceCheckpoint = 0;
    lastCheckpoint = System.nanoTime();
  }

  private void report(Method method, int epochs, RateSchedule rate) throws IOException {
    TrainingState state = session.state();
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("train_loss", state.lossSum / Math.max(1, state.step));
    numbers.put(
        "learning_rate", rate.at((long) state.epoch * session.stepsPerEpoch() + state.step - 1));
    numbers.putAll(method.report(state.epoch));
    List<LayerReport> layers =
        state.phase == Phase.METHOD ? session.layerReports(method) : List.of();
    if (!method.transforms()) {
      numbers.put("latent_error", session.latentError(session.monitor()));
    }
    if (!layers.isEmpty()) {
      numbers.put("quantized_error", session.quantizedError(session.monitor(), method));
    }
    requireFinite();
    log("epoch", numbers, layers);
    listener.epoch(session.phaseName(), state.epoch, epochs, numbers, layers);
  }

  /** Appends one line to the log. */
  void log(String event, Map<String, Double> numbers, List<LayerReport> layers) throws IOException {
    TrainingState state = session.state();
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put("event", event);
    line.put("phase", session.phaseName());
    line.put("epoch", state.epoch);
    numbers.forEach(line::put);
    line.put("monitor", session.monitorName());
    line.put("seconds", Math.rint(state.seconds * 1000) / 1000);
    if (!layers.isEmpty()) {
      line.set("layers", Json.MAPPER.valueToTree(layers));
    }
    session.folder().appendLog(line);
  }

  private void requireFinite() {
    for (float value : session.state().statistics) {
      if (!Float.isFinite(value)) {
        throw diverged("a batch-norm statistic is " + value);
      }
    }
    float[] w = session.state().trained;
    for (Slot slot : session.layout().trained()) {
      for (int i = slot.offset(); i < slot.end(); i++) {
        if (!Float.isFinite(w[i])) {
          throw diverged("a value of %s is %s".formatted(slot.name(), w[i]));
        }
      }
    }
  }

  private DivergenceException diverged(String what) {
    TrainingState state = session.state();
    return new DivergenceException(
        String.format(
            Locale.ROOT,
            "training diverged in the %s phase at epoch %d, step %d: %s; first broken layer: %s."
                + " Try a smaller %s%s. What was saved before stays in %s",
            session.phaseName(),
            state.epoch + 1,
            state.step + 1,
            what,
            firstBroken(),
            rateOfPhase(),
            state.phase == Phase.METHOD && session.config().method().startsWith("sgm")
                ? ", or --update proximal, which has no stability limit"
                : "",
            session.folder().path()));
  }

  private String rateOfPhase() {
    return session.state().phase == Phase.FLOAT
        ? "--float-lr (now %s)".formatted(session.config().floatPhase().learningRate())
        : "--lr (now %s)".formatted(session.config().methodPhase().learningRate());
  }

  /** The first layer with a parameter or a gradient that is not finite. */
  private String firstBroken() {
    for (Slot slot : session.layout().trained()) {
      for (int i = slot.offset(); i < slot.end(); i++) {
        if (!Float.isFinite(session.state().trained[i]) || !Float.isFinite(gradient[i])) {
          return slot.parameter().layer();
        }
      }
    }
    return "none; the inputs or the loss itself overflowed";
  }
}
