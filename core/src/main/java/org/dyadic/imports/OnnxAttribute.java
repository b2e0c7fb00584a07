package org.dyadic.imports;

/**
 * An attribute of an ONNX node; what its type does not have is 0, empty or null.
 *
 * @param integer of the type INT
 * @param real of the type FLOAT
 * @param text of the type STRING
 * @param integers of the type INTS; belongs to this record
 * @param reals of the type FLOATS; belongs to this record
 * @param tensor of the type TENSOR
 */
record OnnxAttribute(
    long integer, float real, String text, long[] integers, float[] reals, Constant tensor) {}
