package org.dyadic.train;

/** No quantization: gradient descent on the task alone. */
final class FloatTraining implements Method {}
