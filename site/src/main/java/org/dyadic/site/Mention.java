package org.dyadic.site;

import org.commonmark.node.CustomNode;

/** Words that link to something of the repository which the site does not hold. */
final class Mention extends CustomNode {
  private final String path;

  Mention(String path) {
    this.path = path;
  }

  /** Its path within the repository. */
  String path() {
    return path;
  }
}
