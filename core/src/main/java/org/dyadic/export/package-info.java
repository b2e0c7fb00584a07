/**
 * Quantized networks in the layouts of other programs. Exporting never changes an integer: what a
 * layout cannot express is refused.
 */
package org.dyadic.export;
