package org.dyadic.data;

/**
 * The generator SplitMix64: small, fast, and the same on every Java version. Its other use is
 * {@link #derive}, which makes independent seeds out of a seed and a few numbers, so that what is
 * drawn for one image or layer depends on nothing that was drawn before.
 *
 * <p>Reference: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014. Not thread safe; not for cryptography.
 */
public final class SplitMix64 {
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private long state;
  private double spare;
  private boolean hasSpare;

  /** A generator that starts at {@code seed}; every value is a good seed. */
  public SplitMix64(long seed) {
    this.state = seed;
  }

  /**
   * The seed at the end of a path: each step k goes from a seed to number k, counted from 0, of the
   * numbers that a generator with this seed draws.
   */
  public static long derive(long seed, long... path) {
    long derived = seed;
    for (long step : path) {
      derived = mix(derived + (step + 1) * GAMMA);
    }
    return derived;
  }

  /** The next 64 bits. */
  public long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /**
   * A uniform integer in 0 .. bound - 1, without bias: the upper half of a 32 x 32-bit product,
   * drawn again when the lower half shows that the draw falls into the incomplete last interval (D.
   * Lemire, "Fast random integer generation in an interval", 2019).
   *
   * @param bound at least 1
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound (=%d) must be at least 1".formatted(bound));
    }
    int threshold = Integer.remainderUnsigned(-bound, bound);
    long product;
    do {
      product = (nextLong() >>> 32) * bound;
    } while (Integer.compareUnsigned((int) product, threshold) < 0);
    return (int) (product >>> 32);
  }

  /** A uniform number in [0, 1), a multiple of 2^-53. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /**
   * A normally distributed number of mean 0 and variance 1, by the polar method (G. Marsaglia, T.
   * Bray, "A convenient method for generating normal variables", 1964). It makes two numbers at a
   * time; every other call returns the second one and draws nothing.
   */
  public double nextGaussian() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * nextDouble() - 1;
      y = 2 * nextDouble() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    // StrictMath: the same bits on every machine.
    double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
    spare = y * factor;
    hasSpare = true;
    return x * factor;
  }

  /** Brings the elements into a uniformly random order (Fisher and Yates). */
  public void shuffle(int[] elements) {
    for (int i = elements.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int element = elements[i];
      elements[i] = elements[j];
      elements[j] = element;
    }
  }

  /** The finalizer of SplitMix64, a bijection of 64-bit integers. */
  private static long mix(long bits) {
    long z = bits;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
