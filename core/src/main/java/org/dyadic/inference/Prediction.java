package org.dyadic.inference;

import java.util.Arrays;

/**
 * What a network says about one image.
 *
 * @param classIndex the class with the largest logit; the first of equals
 * @param className its name
 * @param score its score
 * @param scores softmax of the logits' real values, one a class; their sum is 1
 * @param logits the integers themselves, one a class
 */
public record Prediction(
    int classIndex, String className, double score, double[] scores, int[] logits) {

  /** Copies the arrays. */
  public Prediction {
    scores = scores.clone();
    logits = logits.clone();
  }

  @Override
  public double[] scores() {
    return scores.clone();
  }

  @Override
  public int[] logits() {
    return logits.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Prediction that
        && classIndex == that.classIndex
        && className.equals(that.className)
        && Arrays.equals(scores, that.scores)
        && Arrays.equals(logits, that.logits);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(logits);
  }

  @Override
  public String toString() {
    return "Prediction[%d %s, score %.4f, logits %s]"
        .formatted(classIndex, className, score, Arrays.toString(logits));
  }
}
