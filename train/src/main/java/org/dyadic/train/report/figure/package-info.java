/**
 * Static figures of a report's data, as SVG and PNG for papers. A figure is drawn on a {@link
 * org.dyadic.train.report.figure.Canvas}, so both forms show the same.
 */
package org.dyadic.train.report.figure;
