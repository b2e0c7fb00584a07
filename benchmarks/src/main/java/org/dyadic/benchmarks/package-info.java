/** Single kernels under JMH, on the layers of well-known networks. */
package org.dyadic.benchmarks;
