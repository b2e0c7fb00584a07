/** Float networks that other programs trained, read from their files. */
package org.dyadic.imports;
