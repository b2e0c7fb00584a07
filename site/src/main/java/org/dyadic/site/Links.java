package org.dyadic.site;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/**
 * Points links at what the site holds. A link to a page leads to its HTML file, one to an image or
 * a short text file of the repository to a copy, and one to a folder or a long file becomes plain
 * words. What leads nowhere is a problem.
 */
final class Links {
  /** Longer files stay in the repository. */
  private static final long LONGEST_COPY = 256 * 1024;

  private final Path root;
  private final Map<String, Document> documents;
  private final Problems problems;
  private final SortedMap<String, Path> files = new TreeMap<>();

  /**
   * @param root the repository
   * @param documents all pages by their sources
   */
  Links(Path root, Map<String, Document> documents, Problems problems) {
    this.root = root;
    this.documents = documents;
    this.problems = problems;
  }

  /** Files to copy: by their paths within the site, where they lie. */
  SortedMap<String, Path> files() {
    return files;
  }

  /** Changes the destinations of a page's links and images. */
  void rewrite(Document from) {
    for (Node node : from.nodes()) {
      try {
        if (node instanceof Link link) {
          rewrite(from, link);
        } else if (node instanceof Image image) {
          image.setDestination(copied(image(from, image.getDestination())));
        }
      } catch (SiteException e) {
        problems.add(from.page(), node, e.getMessage());
      } catch (IOException e) {
        problems.add(from.page(), node, "cannot be read: " + e);
      }
    }
  }

  private void rewrite(Document from, Link link) throws IOException, SiteException {
    URI address = address(link.getDestination());
    if (address.isAbsolute()) {
      return;
    }
    String source = address.getPath().isEmpty() ? from.page().source() : inside(from, address);
    Document to = documents.get(source);
    if (to != null) {
      link.setDestination(to(from, to, address));
      return;
    }
    if (address.getFragment() != null) {
      throw new SiteException("'%s' names a heading of a file that is no page".formatted(address));
    }
    Path file = root.resolve(source);
    if (Files.isRegularFile(file) && Files.size(file) <= LONGEST_COPY) {
      link.setDestination(copied(source));
    } else {
      becomePlain(link, source);
    }
  }

  private static String to(Document from, Document to, URI address) throws SiteException {
    String anchor = address.getFragment();
    if (anchor == null) {
      return to.page().output();
    }
    if (!to.hasAnchor(anchor)) {
      throw new SiteException(
          "'%s': %s has no heading #%s".formatted(address, to.page().source(), anchor));
    }
    return (from == to ? "" : to.page().output()) + "#" + anchor;
  }

  private String image(Document from, String destination) throws SiteException {
    URI address = address(destination);
    if (address.isAbsolute()) {
      throw new SiteException("'%s': an image must lie in the repository".formatted(address));
    }
    return inside(from, address);
  }

  private static URI address(String destination) throws SiteException {
    try {
      URI address = new URI(destination);
      if (!address.isAbsolute()
          && (address.getRawAuthority() != null || destination.startsWith("/"))) {
        throw new SiteException("'%s' is not relative to the page".formatted(destination));
      }
      return address;
    } catch (URISyntaxException e) {
      throw new SiteException("'%s' is not an address: %s".formatted(destination, e.getReason()));
    }
  }

  /** The path within the repository of what a page's relative address leads to, which exists. */
  private String inside(Document from, URI address) throws SiteException {
    Path page = root.resolve(from.page().source());
    Path file = page.resolveSibling(address.getPath()).normalize();
    if (!file.startsWith(root)) {
      throw new SiteException("'%s' leads out of the repository".formatted(address));
    }
    if (!Files.exists(file)) {
      throw new SiteException("'%s': there is no such file".formatted(address));
    }
    return root.relativize(file).toString().replace('\\', '/');
  }

  /** The address of a copy. Browsers show a text file by its name's ending, so it gets one. */
  private String copied(String source) throws SiteException {
    boolean shown = source.matches(".*\\.(png|jpg|jpeg|svg|gif|webp|txt)");
    String copy = "files/" + source + (shown ? "" : ".txt");
    files.put(copy, root.resolve(source));
    try {
      return new URI(null, null, copy, null).getRawPath();
    } catch (URISyntaxException e) {
      throw new SiteException("'%s' cannot be linked to: %s".formatted(source, e.getReason()));
    }
  }

  private static void becomePlain(Link link, String source) {
    Mention mention = new Mention(source);
    link.insertBefore(mention);
    while (link.getFirstChild() != null) {
      mention.appendChild(link.getFirstChild());
    }
    link.unlink();
  }
}
