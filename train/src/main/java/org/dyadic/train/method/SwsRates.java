package org.dyadic.train.method;

/**
 * The learning rates of the parameters of a {@link SoftMixture}.
 *
 * @param means of the components' means
 * @param others of their precisions and shares
 */
record SwsRates(double means, double others) {}
