package org.dyadic.format;

import java.nio.charset.StandardCharsets;

/** The sections of a model file, in the order in which each stands in it once. */
enum Section {
  INPUT("INPT", Layout.Part.INPUT),
  NAMES("NAME", Layout.Part.NAMES),
  PROVENANCE("PROV", Layout.Part.PROVENANCE),
  LAYERS("LAYR", Layout.Part.LAYERS),
  CODES("CODE", Layout.Part.CODES),
  REQUANTIZE("REQT", Layout.Part.REQUANTIZE);

  /** The bytes of an identifier. */
  static final int ID_BYTES = 4;

  private final String id;
  private final Layout.Part part;

  Section(String id, Layout.Part part) {
    this.id = id;
    this.part = part;
  }

  /** Four letters that name the section in the file. */
  String id() {
    return id;
  }

  byte[] idBytes() {
    return id.getBytes(StandardCharsets.US_ASCII);
  }

  /** What the section's bytes are for. */
  Layout.Part part() {
    return part;
  }
}
