package org.dyadic.format;

import java.util.List;

/**
 * Where every byte of a model file goes: spans in order, without gap or overlap, from byte 0 to the
 * end.
 *
 * @param spans the spans
 */
public record Layout(List<Span> spans) {

  /** What bytes are for. */
  public enum Part {
    /** Magic, version, length, checksums. */
    HEADER("header"),
    /** Place and checksum of each section. */
    TABLE("section table"),
    /** Zeros before an aligned section. */
    PADDING("padding"),
    /** Image size and the pixel table. */
    INPUT("input"),
    /** Notation and class names. */
    NAMES("names"),
    /** The provenance. */
    PROVENANCE("provenance"),
    /** What each layer is. */
    LAYERS("layer records"),
    /** Packed weights. */
    CODES("weight codes"),
    /** Multipliers and biases. */
    REQUANTIZE("requantization");

    private final String title;

    Part(String title) {
      this.title = title;
    }

    /** A short English name. */
    public String title() {
      return title;
    }
  }

  /**
   * Some bytes.
   *
   * @param part what they are for
   * @param layer the path of the layer that they belong to, such as {@code 3.body.0} for the first
   *     layer in the body of the fourth; empty if none
   * @param offset the first one
   * @param length how many
   */
  public record Span(Part part, String layer, long offset, long length) {}

  /**
   * Copies the list and checks that the spans follow one another.
   *
   * @throws IllegalArgumentException if they leave a gap or overlap
   */
  public Layout {
    spans = List.copyOf(spans);
    long end = 0;
    for (Span span : spans) {
      if (span.offset() != end || span.length() < 0) {
        throw new IllegalArgumentException("layout: %s must begin at %d".formatted(span, end));
      }
      end += span.length();
    }
  }

  /** The bytes of the whole file. */
  public long size() {
    return spans.stream().mapToLong(Span::length).sum();
  }

  /** The bytes of one part, all layers together. */
  public long size(Part part) {
    return spans.stream().filter(span -> span.part() == part).mapToLong(Span::length).sum();
  }

  /** The bytes of one part of one layer. */
  public long size(Part part, String layer) {
    return spans.stream()
        .filter(span -> span.part() == part && span.layer().equals(layer))
        .mapToLong(Span::length)
        .sum();
  }
}
