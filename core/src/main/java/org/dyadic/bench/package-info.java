/** Runs a network and its opponents in turns and compares their times. */
package org.dyadic.bench;
