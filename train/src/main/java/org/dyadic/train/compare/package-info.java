/**
 * Methods side by side under one protocol: every method starts from the same float network of its
 * seed and sees the same images in the same order for the same number of epochs. {@link
 * org.dyadic.train.compare.Comparison} runs one, {@link org.dyadic.train.compare.ComparisonReport}
 * says what came out.
 */
package org.dyadic.train.compare;
