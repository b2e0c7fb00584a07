/** Float networks from outside: what is kept of them, and how tensors by name find their places. */
package org.dyadic.train.imports;
