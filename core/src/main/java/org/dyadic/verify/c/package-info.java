/** Exported C as an executor: compiled for this machine, and for boards of QEMU. */
package org.dyadic.verify.c;
