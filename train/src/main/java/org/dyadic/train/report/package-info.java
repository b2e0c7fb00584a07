/**
 * Reports on runs: what a run folder holds, as one document of numbers ({@link
 * org.dyadic.train.report.ReportData}), as a page that needs no network, and as static figures.
 */
package org.dyadic.train.report;
