package org.dyadic.imports;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a TensorProto of <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">ONNX</a>:
 * float, float16, bfloat16, double and integers, as raw bytes or in typed fields.
 */
final class TensorReader {
  private static final int FLOAT = 1;
  private static final int UINT8 = 2;
  private static final int INT8 = 3;
  private static final int INT32 = 6;
  private static final int INT64 = 7;
  private static final int BOOL = 9;
  private static final int FLOAT16 = 10;
  private static final int DOUBLE = 11;
  private static final int BFLOAT16 = 16;
  private static final int EXTERNAL = 1;

  private final ProtobufReader message;
  private final String source;
  private final List<Integer> dims = new ArrayList<>();
  private final ByteArrayOutputStream typedReals = new ByteArrayOutputStream();
  private final LongList typedWholes = new LongList();
  private ByteBuffer raw;
  private String name = "";
  private int type;
  private boolean external;

  /**
   * A tensor, and its name.
   *
   * @param name empty for an attribute's
   */
  record Named(String name, Constant tensor) {}

  private TensorReader(String source, ProtobufReader message) {
    this.source = source;
    this.message = message;
  }

  static Named read(String source, ProtobufReader message) {
    TensorReader reader = new TensorReader(source, message);
    reader.fields();
    return new Named(reader.name, reader.tensor());
  }

  private void fields() {
    while (message.next()) {
      switch (message.field()) {
        case 1 -> message.integers(extent -> dims.add(extent(extent)));
        case 2 -> type = (int) message.integer();
        case 4 -> append(message.reals(Float.BYTES));
        case 5, 7, 11 -> message.integers(typedWholes::add);
        case 8 -> name = message.text();
        case 9 -> raw = message.bytes();
        case 10 -> append(message.reals(Double.BYTES));
        case 14 -> external = message.integer() == EXTERNAL;
        default -> message.skip();
      }
    }
  }

  private void append(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    typedReals.writeBytes(copy);
  }

  private int extent(long extent) {
    if (extent < 0 || extent > Integer.MAX_VALUE) {
      throw message.damaged("an extent of %d".formatted(extent));
    }
    return (int) extent;
  }

  private Constant tensor() {
    if (external) {
      throw new ImportException(
          source,
          ("tensor %s lies in another file; put all into one: python -c \"import onnx;"
                  + " onnx.save(onnx.load('IN.onnx'), 'OUT.onnx', save_as_external_data=False)\"")
              .formatted(name));
    }
    long size = Constant.size(dims);
    if (size < 0) {
      throw wrong("dims %s are too many values".formatted(dims));
    }
    return new Constant(
        dims,
        switch (type) {
          case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> new Constant.Reals(reals((int) size));
          case UINT8, INT8, INT32, INT64, BOOL -> new Constant.Wholes(wholes((int) size));
          default -> throw wrong("data type %d is not supported".formatted(type));
        });
  }

  private float[] reals(int size) {
    boolean half = type == FLOAT16 || type == BFLOAT16;
    if (raw == null && half) {
      long[] bits = wholes(size);
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = half((short) bits[i]);
      }
      return values;
    }
    int width = half ? Short.BYTES : type == FLOAT ? Float.BYTES : Double.BYTES;
    ByteBuffer bytes =
        raw != null
            ? raw
            : ByteBuffer.wrap(typedReals.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    requireBytes(bytes.remaining(), (long) size * width);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (type) {
            case FLOAT -> bytes.getFloat();
            case DOUBLE -> (float) bytes.getDouble();
            default -> half(bytes.getShort());
          };
    }
    return values;
  }

  private float half(short bits) {
    return type == FLOAT16 ? Float.float16ToFloat(bits) : Float.intBitsToFloat(bits << Short.SIZE);
  }

  private long[] wholes(int size) {
    if (raw == null) {
      if (typedWholes.size() != size) {
        throw wrong(
            "dims %s need %d values, there are %d".formatted(dims, size, typedWholes.size()));
      }
      return typedWholes.toArray();
    }
    int width = type == INT64 ? Long.BYTES : type == INT32 ? Integer.BYTES : 1;
    requireBytes(raw.remaining(), (long) size * width);
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (type) {
            case INT64 -> raw.getLong();
            case INT32 -> raw.getInt();
            case INT8 -> raw.get();
            default -> Byte.toUnsignedLong(raw.get());
          };
    }
    return values;
  }

  private void requireBytes(int found, long needed) {
    if (found != needed) {
      throw wrong("dims %s need %d bytes, there are %d".formatted(dims, needed, found));
    }
  }

  private ImportException wrong(String reason) {
    return new ImportException(source, "tensor %s: %s".formatted(name, reason));
  }
}
