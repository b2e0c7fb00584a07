package org.dyadic.train.method;

/**
 * Adam's rates of the parameters of {@link Vnq} beside the means.
 *
 * @param variances of the log variances
 * @param levels of the logarithms of the levels
 */
record VnqRates(double variances, double levels) {}
