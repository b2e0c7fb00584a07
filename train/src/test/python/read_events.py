"""Reads a TensorBoard event file with nothing of Dyadic's: its own CRC-32C table, Google's protobuf
for the messages, whose fields are declared here as in TensorBoard's event.proto and summary.proto.
Prints one JSON object a line: {"step", "wall_time", "values": {tag: number or histogram}}."""
import json
import struct
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

F = descriptor_pb2.FieldDescriptorProto
MESSAGES = {
    "HistogramProto": [("min", 1, F.TYPE_DOUBLE), ("max", 2, F.TYPE_DOUBLE), ("num", 3, F.TYPE_DOUBLE),
                       ("sum", 4, F.TYPE_DOUBLE), ("sum_squares", 5, F.TYPE_DOUBLE),
                       ("bucket_limit", 6, F.TYPE_DOUBLE), ("bucket", 7, F.TYPE_DOUBLE)],
    "Value": [("tag", 1, F.TYPE_STRING), ("simple_value", 2, F.TYPE_FLOAT), ("histo", 5, "HistogramProto")],
    "Summary": [("value", 1, "Value")],
    "Event": [("wall_time", 1, F.TYPE_DOUBLE), ("step", 2, F.TYPE_INT64), ("file_version", 3, F.TYPE_STRING),
              ("summary", 5, "Summary")],
}


def event_class():
    file = descriptor_pb2.FileDescriptorProto(name="events.proto", package="t", syntax="proto2")
    for name, fields in MESSAGES.items():
        message = file.message_type.add(name=name)
        for field, number, kind in fields:
            repeated = field in ("bucket_limit", "bucket", "value")
            entry = message.field.add(name=field, number=number,
                                      label=F.LABEL_REPEATED if repeated else F.LABEL_OPTIONAL)
            if isinstance(kind, str):
                entry.type = F.TYPE_MESSAGE
                entry.type_name = ".t." + kind
            else:
                entry.type = kind
                if repeated:
                    entry.options.packed = True
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    descriptor = pool.FindMessageTypeByName("t.Event")
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory(pool).GetPrototype(descriptor)


TABLE = []
for byte in range(256):
    for _ in range(8):
        byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
    TABLE.append(byte)


def masked_crc(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ TABLE[(crc ^ byte) & 255]
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        header, crc = data[at:at + 8], struct.unpack_from("<I", data, at + 8)[0]
        assert crc == masked_crc(header), "length at %d" % at
        length = struct.unpack("<Q", header)[0]
        body = data[at + 12:at + 12 + length]
        assert len(body) == length, "torn record at %d" % at
        assert struct.unpack_from("<I", data, at + 12 + length)[0] == masked_crc(body), "record at %d" % at
        yield body
        at += 16 + length


def value(v):
    if not v.HasField("histo"):
        return v.simple_value
    h = v.histo
    return {"min": h.min, "max": h.max, "num": h.num, "sum": h.sum, "sum_squares": h.sum_squares,
            "limits": list(h.bucket_limit), "counts": list(h.bucket)}


with open(sys.argv[1], "rb") as f:
    content = f.read()
Event = event_class()
for i, record in enumerate(records(content)):
    event = Event.FromString(record)
    if i == 0:
        assert event.file_version == "brain.Event:2", event
        continue
    print(json.dumps({"step": event.step, "wall_time": event.wall_time,
                      "values": {v.tag: value(v) for v in event.summary.value}}))
