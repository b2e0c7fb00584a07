package org.dyadic.export;

/** Element types of ONNX tensors, with their numbers in {@code TensorProto.DataType}. */
enum OnnxType {
  FLOAT(1),
  UINT8(2),
  INT8(3),
  INT32(6),
  INT64(7),
  DOUBLE(11),
  INT4(22),
  INT2(26);

  private final int number;

  OnnxType(int number) {
    this.number = number;
  }

  /** The bytes of an element of 8 bits or more. */
  int bytes() {
    return switch (this) {
      case UINT8, INT8 -> 1;
      case FLOAT, INT32 -> 4;
      case INT64, DOUBLE -> 8;
      case INT2, INT4 -> throw new IllegalStateException(this + " has less than a byte");
    };
  }

  /** The number in a file. */
  int number() {
    return number;
  }
}
