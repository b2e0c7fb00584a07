/**
 * The documents of the repository as a web site of plain files. {@link SiteBuilder} is the program:
 * it parses every page ({@code Document}), points its links at what the site holds ({@code Links}),
 * and writes pages and assets as a folder that needs no server and asks no network for anything.
 */
package org.dyadic.site;
