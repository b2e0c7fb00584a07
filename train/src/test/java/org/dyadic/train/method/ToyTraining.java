package org.dyadic.train.method;

import java.util.Map;
import java.util.Random;
import org.dyadic.train.optimizer.NesterovSgd;
import org.dyadic.train.optimizer.RateSchedule;

/**
 * The training loop on the loss {@code pull / 2 * sum (x - target)^2}, x being what the network
 * sees: real steps of the optimizer, without a network.
 */
final class ToyTraining {
  static final double DECAY = 1e-3;
  private static final long SEED = 11;

  final MethodSetup setup;
  final Method method;
  final float[] w;
  private final MethodProvider provider;
  private final Map<String, String> options;
  private final float[] target;
  private final float[] velocity;
  private final float pull;
  private final NesterovSgd optimizer = new NesterovSgd(Setups.MOMENTUM);
  private long done;

  private ToyTraining(
      MethodProvider provider,
      Map<String, String> options,
      MethodSetup setup,
      float[] w,
      float[] target,
      float[] velocity,
      float pull) {
    this.provider = provider;
    this.options = options;
    this.setup = setup;
    this.method = provider.create(setup);
    this.w = w;
    this.target = target;
    this.velocity = velocity;
    this.pull = pull;
  }

  /** Starts a method on weights; the targets are Gaussian. */
  static ToyTraining start(
      MethodProvider provider,
      Map<String, String> options,
      MethodSetup setup,
      float[] w,
      float pull) {
    float[] target = gaussian(SEED, w.length, 0.5);
    ToyTraining toy =
        new ToyTraining(provider, options, setup, w, target, new float[w.length], pull);
    toy.method.start(w);
    return toy;
  }

  static float[] gaussian(long seed, int size, double deviation) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  /** What a checkpoint brings back: the same arrays in other places, and a new method. */
  ToyTraining restored() {
    MethodSetup again =
        Setups.setup(
            provider,
            setup.layers(),
            options,
            setup.epochs(),
            setup.stepsPerEpoch(),
            copy(setup.state()));
    ToyTraining toy =
        new ToyTraining(
            provider, options, again, w.clone(), target.clone(), velocity.clone(), pull);
    toy.done = done;
    return toy;
  }

  private static MethodState copy(MethodState state) {
    MethodState copy = new MethodState();
    state
        .allFloats()
        .forEach(
            (name, from) ->
                System.arraycopy(from, 0, copy.floats(name, from.length), 0, from.length));
    state
        .allNumbers()
        .forEach(
            (name, from) ->
                System.arraycopy(from, 0, copy.numbers(name, from.length), 0, from.length));
    return copy;
  }

  /** Runs to the end of the phase. */
  ToyTraining finish() {
    return run(setup.steps() - done);
  }

  /** Runs so many steps. */
  ToyTraining run(long steps) {
    RateSchedule rate = setup.rate();
    for (long end = done + steps; done < end; done++) {
      int epoch = (int) (done / setup.stepsPerEpoch());
      if (done % setup.stepsPerEpoch() == 0) {
        method.beginEpoch(w, epoch);
      }
      step(new Step(epoch, done, rate.at(done), SEED));
    }
    return this;
  }

  private void step(Step step) {
    float[] seen = w.clone();
    if (method.transforms()) {
      method.forward(w, seen, step);
    }
    float[] gradient = new float[w.length];
    for (int i = 0; i < w.length; i++) {
      gradient[i] = pull * (seen[i] - target[i]);
    }
    method.backward(w, gradient, step);
    optimizer.step(
        w,
        gradient,
        new float[][] {velocity},
        0,
        w.length,
        done,
        step.learningRate(),
        DECAY * pull);
    method.afterStep(w, step);
  }
}
