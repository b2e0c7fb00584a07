package org.dyadic.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes by hand, from the encoding's own examples and against its rules. */
class ProtobufReaderTest {
  private static ProtobufReader of(String hex) {
    return new ProtobufReader("test.onnx", HexFormat.ofDelimiter(" ").parseHex(hex));
  }

  @Test
  void everyKindOfFieldIsRead() {
    ProtobufReader message =
        of(
            "08 96 01 12 07 74 65 73 74 69 6e 67 1d 00 00 c0 3f 22 03 08 96 01 28 ff ff ff ff ff ff"
                + " ff ff ff 01");
    assertTrue(message.next());
    assertEquals(1, message.field());
    assertEquals(150, message.integer());
    assertTrue(message.next());
    assertEquals("testing", message.text());
    assertTrue(message.next());
    assertEquals(1.5f, message.real());
    assertTrue(message.next());
    ProtobufReader inner = message.message();
    assertTrue(message.next());
    assertEquals(-1, message.integer());
    assertFalse(message.next());
    assertTrue(inner.next(), "a message keeps its own position");
    assertEquals(150, inner.integer());
    assertFalse(inner.next());
  }

  @Test
  void repeatedNumbersMayBePackedOrNot() {
    List<Long> numbers = new ArrayList<>();
    ProtobufReader message = of("0a 06 03 8e 02 9e a7 05 08 07");
    while (message.next()) {
      message.integers(numbers::add);
    }
    assertEquals(List.of(3L, 270L, 86942L, 7L), numbers);
  }

  @ParameterizedTest
  @CsvSource({
    "08, it ends within a number",
    "08 80, it ends within a number",
    "08 ff ff ff ff ff ff ff ff ff ff 01, a number of more than 10 bytes",
    "12 05 61, 'field 2 is 5 bytes long, 1 are left'",
    "12 ff ff ff ff 0f 61, 'field 2 is 4294967295 bytes long, 1 are left'",
    "12 ff ff ff ff ff ff ff ff ff 01, 'field 2 is 18446744073709551615 bytes long, 0 are left'",
    "1d 00 00, '4 bytes are needed, 2 are left'",
    "19 00 00, '8 bytes are needed, 2 are left'",
    "0b, wire type 3",
    "0e, wire type 6",
    "00, field number 0",
  })
  void damageIsNamed(String hex, String message) {
    ProtobufReader reader = of(hex);
    ImportException wrong =
        assertThrows(
            ImportException.class,
            () -> {
              while (reader.next()) {
                reader.skip();
              }
            });
    assertTrue(wrong.getMessage().contains(message), wrong.getMessage());
    assertTrue(wrong.getMessage().startsWith("test.onnx: not a valid ONNX file: at byte "));
  }

  @Test
  void anotherTypeThanExpectedIsRefused() {
    ProtobufReader number = of("08 01");
    number.next();
    ImportException wrong = assertThrows(ImportException.class, number::text);
    assertTrue(wrong.getMessage().contains("wire type 0, expected 2"), wrong.getMessage());
  }
}
