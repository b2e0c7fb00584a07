package org.dyadic.site;

/**
 * A heading, as tables of contents show it.
 *
 * @param level 1 for the page's title
 * @param anchor its name in links
 * @param text its words without markup
 */
record Section(int level, String anchor, String text) {}
