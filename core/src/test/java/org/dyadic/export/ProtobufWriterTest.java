package org.dyadic.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The wire format, by the examples of its specification and by a reader of its own. */
class ProtobufWriterTest {

  private static void assertHex(String expected, ProtobufWriter writer) {
    assertEquals(expected, HexFormat.ofDelimiter(" ").formatHex(writer.toBytes()));
  }

  /** protobuf.dev/programming-guides/encoding: Test1, Test2, Test3. */
  @Test
  void theExamplesOfTheSpecification() {
    ProtobufWriter number = new ProtobufWriter().integer(1, 150);
    assertHex("08 96 01", number);
    assertHex("12 07 74 65 73 74 69 6e 67", new ProtobufWriter().text(2, "testing"));
    assertHex("1a 03 08 96 01", new ProtobufWriter().message(3, number));
  }

  @Test
  void edges() {
    assertHex("08 00", new ProtobufWriter().integer(1, 0));
    assertHex("08 7f 08 80 01", new ProtobufWriter().integer(1, 127).integer(1, 128));
    assertHex("08 ff ff ff ff ff ff ff ff ff 01", new ProtobufWriter().integer(1, -1));
    assertHex("15 00 00 80 3f", new ProtobufWriter().real(2, 1));
    assertHex("15 00 00 00 bf", new ProtobufWriter().real(2, -0.5f));
    assertHex("7a 00 82 01 00", new ProtobufWriter().text(15, "").bytes(16, new byte[0]));
    assertHex("0a 03 c3 a9 21", new ProtobufWriter().text(1, "é!"));
  }

  @Test
  void whatIsWrittenIsRead() {
    long[] values = {0, 1, -1, 127, 128, 300, Integer.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE};
    ProtobufWriter writer = new ProtobufWriter();
    for (long value : values) {
      writer.integer(536870911, value);
    }
    byte[] blob = new byte[1000];
    blob[999] = 7;
    writer.bytes(2, blob).real(3, Float.MIN_VALUE).text(4, "a").text(4, "");
    WireMessage message = new WireMessage(writer.toBytes());
    List<Long> read = message.integers(536870911);
    assertArrayEquals(values, read.stream().mapToLong(Long::longValue).toArray());
    assertArrayEquals(blob, message.bytes(2));
    assertEquals(Float.MIN_VALUE, message.real(3));
    assertEquals(List.of("a", ""), message.texts(4));
  }
}
