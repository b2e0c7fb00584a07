package org.dyadic.export.c;

import java.util.Locale;

/** The header and the source as text. */
final class Texts {
  private Texts() {}

  static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  static String header(Program program, COptions options) {
    return fill(Template.of("header.h"), program, options).text();
  }

  static String source(Program program, COptions options) {
    return fill(Template.of("source.c"), program, options)
        .with("summary", Comments.block(new Summary(program).sourceText()))
        .with("functions", program.source().functions())
        .with("constants", program.source().constants())
        .with("statements", String.join("\n", program.statements()))
        .text();
  }

  private static Template fill(Template template, Program program, COptions options) {
    int bytes = program.arena().bytes();
    return template
        .with("name", options.name())
        .with("upper", upper(options.name()))
        .with("interface", Comments.block(new Summary(program).interfaceText()))
        .with("pixels", program.network().preprocessing().shape().size())
        .with("classes", program.network().classNames().size())
        .with("arena-bytes", bytes);
  }
}
