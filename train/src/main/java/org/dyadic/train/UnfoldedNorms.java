package org.dyadic.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dyadic.model.Layer;
import org.dyadic.model.Network;
import org.dyadic.model.Parameter;
import org.dyadic.model.ParameterLayout.Slot;

/**
 * Batch norms that stand for a bias: an imported network whose batch norms were folded away has the
 * statistics mean 0 and variance 1 in their place. Training normalises by the statistics of its
 * batches, so those of the network's own inputs must come first.
 *
 * <p>With scale s and offset o of such a norm, y = s x + o, and mean and variance of y over
 * training images, the same function is
 *
 * <pre>
 * mean' = (mean(y) - o) / s,  variance' = var(y) / s^2,  gamma' = s sqrt(variance' + epsilon),  beta' = mean(y)
 * </pre>
 *
 * A channel of which every output is the same keeps its norm.
 */
final class UnfoldedNorms {
  /** Training images that statistics are taken of. */
  private static final int IMAGES = 1000;

  /** A batch norm's arrays. */
  private record Norm(Slot gamma, Slot beta, Slot mean, Slot variance, int area, Sums sums) {}

  /** Sums of a norm's outputs, one a channel. */
  private static final class Sums {
    private final double[] first;
    private final double[] second;
    private long count;

    Sums(int channels) {
      first = new double[channels];
      second = new double[channels];
    }

    void add(float[] values, int area) {
      for (int i = 0; i < values.length; i++) {
        int channel = i / area % first.length;
        first[channel] += values[i];
        second[channel] += (double) values[i] * values[i];
      }
      count += values.length / first.length;
    }

    double mean(int channel) {
      return first[channel] / count;
    }

    double variance(int channel) {
      double mean = mean(channel);
      return Math.max(0, second[channel] / count - mean * mean);
    }
  }

  private final Session session;
  private final Map<String, Norm> norms = new LinkedHashMap<>();

  UnfoldedNorms(Session session) {
    this.session = session;
    collect(session.layout().network().nodes());
  }

  private void collect(List<Network.Node> nodes) {
    for (Network.Node node : nodes) {
      if (node.layer() instanceof Layer.BatchNorm && hasNoStatistics(node.name())) {
        norms.put(
            node.name(),
            new Norm(
                slot(session.layout().trained(), node, Parameter.Role.GAMMA),
                slot(session.layout().trained(), node, Parameter.Role.BETA),
                slot(session.layout().statistics(), node, Parameter.Role.RUNNING_MEAN),
                slot(session.layout().statistics(), node, Parameter.Role.RUNNING_VAR),
                node.out().area(),
                new Sums(node.out().channels())));
      }
      collect(node.body());
      collect(node.shortcut());
    }
  }

  private boolean hasNoStatistics(String name) {
    float[] statistics = session.state().statistics;
    for (Slot slot : session.layout().statistics()) {
      if (slot.parameter().layer().equals(name)) {
        float unknown = slot.parameter().role() == Parameter.Role.RUNNING_VAR ? 1 : 0;
        for (int i = slot.offset(); i < slot.end(); i++) {
          if (statistics[i] != unknown) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static Slot slot(List<Slot> slots, Network.Node node, Parameter.Role role) {
    return slots.stream()
        .filter(s -> s.parameter().role() == role && s.parameter().layer().equals(node.name()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Gives them the statistics of training images; the network's answers stay.
   *
   * @return how many there were
   */
  int settle() {
    if (norms.isEmpty()) {
      return 0;
    }
    session
        .evaluator()
        .observe(
            session.train(),
            session.config().seed(),
            IMAGES,
            false,
            norms.keySet(),
            (name, values) -> norms.get(name).sums().add(values, norms.get(name).area()));
    norms.values().forEach(this::settle);
    session.loadIntoNetwork();
    return norms.size();
  }

  private void settle(Norm norm) {
    float[] trained = session.state().trained;
    float[] statistics = session.state().statistics;
    for (int c = 0; c < norm.gamma().size(); c++) {
      int gamma = norm.gamma().offset() + c;
      int beta = norm.beta().offset() + c;
      int mean = norm.mean().offset() + c;
      int variance = norm.variance().offset() + c;
      double scale = trained[gamma] / Math.sqrt(1 + Layer.BatchNorm.EPSILON);
      double spread = norm.sums().variance(c) / (scale * scale);
      if (scale == 0 || !(spread > 0) || !Double.isFinite((float) spread)) {
        continue;
      }
      double offset = trained[beta];
      statistics[mean] = (float) ((norm.sums().mean(c) - offset) / scale);
      statistics[variance] = (float) spread;
      trained[gamma] = (float) (scale * Math.sqrt(statistics[variance] + Layer.BatchNorm.EPSILON));
      trained[beta] = (float) (offset + scale * statistics[mean]);
    }
  }
}
