/**
 * A run in the browser while it trains: {@link org.dyadic.train.live.LiveView} hears the run and
 * serves the report's page on the loopback address. Nothing here makes a run wait, except for the
 * person who presses pause.
 */
package org.dyadic.train.live;
