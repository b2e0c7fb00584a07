package org.dyadic.kernel;

/**
 * The numbers of a recurrent layer's cell. Pre-activations are {@code clip((m * x + k * y + offset)
 * >> shift)} to signed 16 bits; every intermediate value is known to fit 32 bits. The arrays belong
 * to the caller and must not change.
 *
 * @param units the size of the hidden state
 * @param inputMultiplier m
 * @param hiddenMultiplier k
 * @param offset bias and rounding half together, one a pre-activation
 * @param shift in 0 .. 30
 * @param cellExponent of an LSTM: the cell state is in units of 2^-cellExponent, 0 .. 15
 * @param sigmoid 513 values of sigmoid at multiples of 1/32, in units of 2^-15
 * @param tanh 513 values of tanh at the same places
 */
public record Gates(
    int units,
    int inputMultiplier,
    int hiddenMultiplier,
    int[] offset,
    int shift,
    int cellExponent,
    int[] sigmoid,
    int[] tanh) {}
