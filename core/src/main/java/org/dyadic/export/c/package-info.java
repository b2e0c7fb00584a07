/**
 * Packed models as C99 source: no library, no heap, no floating point, and the same integers as
 * every other executor.
 */
package org.dyadic.export.c;
