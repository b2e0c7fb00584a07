package org.dyadic.train.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.dyadic.export.ProtobufWriter;
import org.dyadic.train.LayerReport;

/**
 * What a run's log says, as the records of a TensorBoard event file: <a
 * href="https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto">Event</a>
 * messages with Summary values, in the <a
 * href="https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details">TFRecord</a>
 * framing: length, masked CRC-32C of the length, message, masked CRC-32C of the message.
 */
final class EventRecords {
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  private static final int HISTOGRAM = 5;
  private static final int MASK = 0xa282ead8;

  /** Every event has its time already. */
  private static final Set<String> TIMES = Set.of("seconds", "start/seconds");

  /** Seconds since 1970 at which the run began. */
  private final double began;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  EventRecords(double began) {
    this.began = began;
  }

  /** The records so far; forgets them. */
  byte[] take() {
    byte[] taken = bytes.toByteArray();
    bytes.reset();
    return taken;
  }

  /** The record with which a file begins. */
  void addVersion() {
    frame(new ProtobufWriter().real64(WALL_TIME, began).text(FILE_VERSION, "brain.Event:2"));
  }

  /**
   * One line of the log.
   *
   * @param epochs that are done, of both phases
   */
  void add(LogLine line, int epochs) {
    ProtobufWriter summary = new ProtobufWriter();
    Map<String, Double> scalars = Scalars.of(line);
    scalars.keySet().removeAll(TIMES);
    scalars.forEach((tag, value) -> scalar(summary, tag, value));
    for (LayerReport layer : line.layers()) {
      Scalars.of(layer).forEach((tag, value) -> scalar(summary, tag, value));
      ProtobufWriter value = new ProtobufWriter().text(TAG, "weights/" + layer.layer());
      summary.message(VALUE, value.message(HISTOGRAM, histogram(layer)));
    }
    event(summary, line.numbers().getOrDefault("seconds", 0.0), epochs);
  }

  /** The numbers of {@code result.json}. */
  void addResult(JsonNode result, int epochs) {
    ProtobufWriter summary = new ProtobufWriter();
    Scalars.ofResult(result).forEach((tag, value) -> scalar(summary, tag, value));
    event(summary, result.path("seconds").asDouble(), epochs);
  }

  private static void scalar(ProtobufWriter summary, String tag, double value) {
    summary.message(VALUE, new ProtobufWriter().text(TAG, tag).real(SIMPLE_VALUE, (float) value));
  }

  /**
   * A HistogramProto. The log has bins, not weights: the ends are those of the outermost bins with
   * weights in them, the sums those of the bins' middles.
   */
  private static ProtobufWriter histogram(LayerReport layer) {
    List<Integer> bins = layer.histogram();
    double width = layer.step() / LayerReport.BINS_PER_STEP;
    double[] limits = new double[bins.size() + 1];
    double[] counts = new double[bins.size() + 1];
    double sum = 0;
    double squares = 0;
    double least = 0;
    double largest = 0;
    double weights = 0;
    limits[0] = -width * bins.size() / 2;
    for (int i = 0; i < bins.size(); i++) {
      int n = bins.get(i);
      limits[i + 1] = width * (i + 1 - bins.size() / 2.0);
      counts[i + 1] = n;
      double middle = limits[i + 1] - width / 2;
      least = weights == 0 ? limits[i] : least;
      largest = n > 0 ? limits[i + 1] : largest;
      weights += n;
      sum += n * middle;
      squares += n * middle * middle;
    }
    return new ProtobufWriter()
        .real64(1, least)
        .real64(2, largest)
        .real64(3, weights)
        .real64(4, sum)
        .real64(5, squares)
        .reals64(6, limits)
        .reals64(7, counts);
  }

  private void event(ProtobufWriter summary, double seconds, int epochs) {
    frame(
        new ProtobufWriter()
            .real64(WALL_TIME, began + seconds)
            .integer(STEP, epochs)
            .message(SUMMARY, summary));
  }

  private void frame(ProtobufWriter event) {
    byte[] data = event.toBytes();
    byte[] length =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length).array();
    bytes.writeBytes(length);
    bytes.writeBytes(checksum(length));
    bytes.writeBytes(data);
    bytes.writeBytes(checksum(data));
  }

  /** CRC-32C, rotated right by 15 bits, plus a constant. */
  private static byte[] checksum(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(masked).array();
  }
}
