package org.dyadic.export.c;

/** An argument of a call; what lies in the arena has a text once the arena is planned. */
sealed interface Argument permits Tensor, Argument.Text, Argument.Words {

  /** The C expression. */
  String text();

  /** A constant expression. */
  record Text(String text) implements Argument {}

  /** Scratch space of whole words. */
  record Words(Buffer buffer) implements Argument {
    @Override
    public String text() {
      return "arena->words + " + buffer.offset() / Buffer.UNIT;
    }
  }
}
