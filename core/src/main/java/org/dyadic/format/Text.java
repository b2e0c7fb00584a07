package org.dyadic.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text in a model file: strict UTF-8 without control characters, so that printing a name from an
 * untrusted file cannot steer a terminal. The provenance may have line feeds and tabs.
 */
final class Text {
  private Text() {}

  /** Writes a name: two bytes of length, then the bytes. */
  static void writeName(ByteSink sink, String what, String name) {
    byte[] bytes = encode(what, name, "");
    sink.u16("length of " + what, bytes.length);
    sink.raw(bytes);
  }

  static String readName(ByteSource source, String what) {
    int length = source.u16("length of " + what, 0);
    return decode(source, what, length, "");
  }

  static void writeDocument(ByteSink sink, String what, String text) {
    sink.raw(encode(what, text, "\n\t"));
  }

  /** Reads all that is left. */
  static String readDocument(ByteSource source, String what) {
    return decode(source, what, source.remaining(), "\n\t");
  }

  private static byte[] encode(String what, String text, String allowed) {
    String fault = fault(text, allowed);
    if (!fault.isEmpty()) {
      throw new IllegalArgumentException("%s must not have %s".formatted(what, fault));
    }
    try {
      ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (CharacterCodingException malformed) {
      throw new IllegalArgumentException(what + " is not valid Unicode", malformed);
    }
  }

  private static String decode(ByteSource source, String what, int length, String allowed) {
    int offset = source.position();
    byte[] bytes = source.raw(what, length);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String fault = fault(text, allowed);
      if (!fault.isEmpty()) {
        throw source.fault(offset, what + " without control characters", fault);
      }
      return text;
    } catch (CharacterCodingException malformed) {
      throw source.fault(offset, what + " in UTF-8", "other bytes");
    }
  }

  /** Names the first control character; empty if there is none. */
  private static String fault(String text, String allowed) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && allowed.indexOf(c) < 0) {
        return "the control character U+%04X".formatted((int) c);
      }
    }
    return "";
  }
}
