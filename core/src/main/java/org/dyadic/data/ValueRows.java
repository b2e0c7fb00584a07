package org.dyadic.data;

import org.dyadic.model.Shape;

/**
 * Rows of real values, as a file holds them.
 *
 * @param shape of a row: of N x L values 1 x 1 x L, of N x C x L values C x 1 x L
 * @param values planar and finite, one array a row; at least one row
 */
record ValueRows(Shape shape, float[][] values) {}
