package org.dyadic.site;

import org.commonmark.node.CustomBlock;

/** Holds a table that may be wider than a phone. */
final class ScrollBox extends CustomBlock {}
