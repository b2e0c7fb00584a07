package org.dyadic.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A message in the Protocol Buffers wire format, read without knowing its type. */
final class WireMessage {
  private final Map<Integer, List<Object>> fields = new LinkedHashMap<>();

  WireMessage(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      long key = varint(buffer);
      Object value =
          switch ((int) key & 7) {
            case 0 -> varint(buffer);
            case 2 -> {
              byte[] content = new byte[(int) varint(buffer)];
              buffer.get(content);
              yield content;
            }
            case 5 -> buffer.getInt();
            default -> throw new AssertionError("wire type " + (key & 7));
          };
      fields.computeIfAbsent((int) (key >> 3), _ -> new ArrayList<>()).add(value);
    }
  }

  private static long varint(ByteBuffer buffer) {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte next = buffer.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new AssertionError("a varint without an end");
  }

  private List<Object> all(int field) {
    return fields.getOrDefault(field, List.of());
  }

  List<WireMessage> messages(int field) {
    return all(field).stream().map(bytes -> new WireMessage((byte[]) bytes)).toList();
  }

  WireMessage message(int field) {
    return messages(field).getFirst();
  }

  List<String> texts(int field) {
    return all(field).stream().map(bytes -> new String((byte[]) bytes, UTF_8)).toList();
  }

  String text(int field) {
    List<String> texts = texts(field);
    return texts.isEmpty() ? "" : texts.getFirst();
  }

  List<Long> integers(int field) {
    return all(field).stream().map(value -> (Long) value).toList();
  }

  long integer(int field) {
    return integers(field).getFirst();
  }

  byte[] bytes(int field) {
    return (byte[]) all(field).getFirst();
  }

  float real(int field) {
    return Float.intBitsToFloat((Integer) all(field).getFirst());
  }
}
