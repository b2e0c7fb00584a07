/**
 * Weight-quantization methods, each in one file, as hooks on flat arrays: {@link
 * org.dyadic.train.method.Method} is what a method does, {@link
 * org.dyadic.train.method.MethodProvider} how the user finds it.
 */
package org.dyadic.train.method;
