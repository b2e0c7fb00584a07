/**
 * Providers of {@link org.dyadic.kernel.Kernels} that use the Vector API. Nothing outside loads
 * them before it knows that the module {@code jdk.incubator.vector} is there.
 */
package org.dyadic.kernel.vector;
