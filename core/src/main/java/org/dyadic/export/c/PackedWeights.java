package org.dyadic.export.c;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The weights of a layer in flash.
 *
 * @param coding how they are coded
 * @param codes the C expression of the words of whole sixteens, 0 if there are none
 * @param rest the C expression of the bytes of all else, 0 if there are none
 * @param split whether codes of different signs have sums of their own
 */
record PackedWeights(Coding coding, String codes, String rest, boolean split) {

  static PackedWeights of(
      Source source, String layer, Coding coding, WeightMatrix matrix, int groups, boolean split) {
    long before = source.constantBytes();
    String codes = "0";
    String rest = "0";
    if (coding.hasRest()) {
      List<Long> words = coding.words(matrix, groups);
      codes = array(source, "uint32_t", 4, layer + "_codes", words.stream().mapToLong(w -> w));
      rest = bytes(source, layer + "_rest", coding.rest(matrix));
    } else {
      WeightMatrix rows = split ? matrix.split() : matrix;
      rest = bytes(source, layer + "_codes", coding.planes(rows, groups));
    }
    source.countWeights(source.constantBytes() - before);
    return new PackedWeights(coding, codes, rest, split);
  }

  private static String bytes(Source source, String name, byte[] bytes) {
    return array(
        source,
        "uint8_t",
        1,
        name,
        IntStream.range(0, bytes.length).mapToLong(i -> Byte.toUnsignedLong(bytes[i])));
  }

  private static String array(
      Source source, String type, int bytes, String name, LongStream values) {
    long[] all = values.toArray();
    return all.length == 0 ? "0" : source.array(type, bytes, name, LongStream.of(all));
  }

  boolean hasCodes() {
    return !codes.equals("0");
  }

  boolean hasRest() {
    return !rest.equals("0");
  }

  /** Rows of codes for one output. */
  int rows() {
    return split && !coding.hasRest() ? 2 : 1;
  }

  /** Makes sure that the source has the functions that add these codes. */
  void need(Source source, int words) {
    source.need("subsets " + words, Template.of("subsets.c").words(words));
    switch (coding) {
      case TERNARY, SPLIT -> needTernary(source, words);
      case SIGNS -> source.need("signs " + words, Template.of("signs.c").words(words));
      case PLANES -> source.need("planes " + words, Template.of("planes.c").words(words));
    }
  }

  /** The same for one word an output, where another function may add whole sixteens. */
  void needOne(Source source, boolean onlyRest) {
    if (onlyRest) {
      source.need("subsets 1", Template.of("subsets.c").words(1));
      source.need(coding + " rest 1", ternary("ternary_rest.c", 1));
    } else {
      need(source, 1);
    }
  }

  private void needTernary(Source source, int words) {
    if (hasCodes()) {
      source.need(coding + " " + words, ternary("ternary.c", words));
    }
    if (hasRest()) {
      source.need(coding + " rest " + words, ternary("ternary_rest.c", words));
    }
  }

  private Template ternary(String resource, int words) {
    boolean apart = coding == Coding.SPLIT;
    return Template.of(resource)
        .words(words)
        .with("kind", coding.lower())
        .with("minus", apart ? "b" : "a")
        .with("step", apart ? 2 * words : words)
        .when("split", apart);
  }

  /** The C lines that add a sixteen, or what is left of one. */
  String add(int words) {
    return switch (coding) {
      case TERNARY, SPLIT -> addTernary(words);
      case SIGNS ->
          "rest = add_signs_%d(rest, rows, quads >> 1, table, before, step, sums);"
              .formatted(words);
      case PLANES ->
          "rest = add_planes_%d(rest, rows, c->bits, quads >> 1, table, before, step, sums);"
              .formatted(words);
    };
  }

  private String addTernary(int words) {
    String full =
        "add_%s_%d(codes, rows, table, before, step, sums);\ncodes += rows;\nHIDE(codes);\n"
            .formatted(coding.lower(), words);
    String part =
        "rest = add_%s_rest_%d(rest, rows, quads, table, before, step, sums);\n"
            .formatted(coding.lower(), words);
    if (!hasRest()) {
      return "(void)quads;\n" + full;
    }
    return hasCodes()
        ? "if (quads == 4u) {\n%s} else {\n%s}\n".formatted(full.indent(4), part.indent(4))
        : part;
  }
}
