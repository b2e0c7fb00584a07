/** Every way of running a network against the integer executor: do they give the same logits? */
package org.dyadic.verify;
