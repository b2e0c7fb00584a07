package org.dyadic.kernel;

/**
 * The numbers of one requantization, {@code q = clip((m * acc + offset + k * shortcut) >> shift)}.
 * The arrays belong to the caller and must not change.
 *
 * @param multiplier m, one a channel
 * @param offset bias and rounding half together, one a channel
 * @param shortcutMultiplier k, one a channel, of the shortcut or of the negative plane; empty where
 *     there is neither
 * @param shift in 0 .. 62, in 0 .. 31 if narrow
 * @param min the smallest q
 * @param max the largest q
 * @param narrow whether every intermediate value is known to fit 32 bits
 */
public record Rescale(
    int[] multiplier,
    long[] offset,
    int[] shortcutMultiplier,
    int shift,
    int min,
    int max,
    boolean narrow) {}
