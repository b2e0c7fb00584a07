package org.dyadic.export.c;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dyadic.inference.Classifier;

/** The program that runs images and compares all logits with those of this library. */
final class TestProgram {
  private TestProgram() {}

  static String text(Program program, COptions options) {
    Classifier classifier = Classifier.of(program.network());
    List<byte[]> images = options.tests();
    return Template.of("test.c")
        .with("name", options.name())
        .with("upper", Texts.upper(options.name()))
        .with("count", images.size())
        .with("pixels", images.stream().map(TestProgram::pixels).collect(Collectors.joining()))
        .with(
            "logits",
            images.stream()
                .map(image -> numbers(IntStream.of(classifier.logits(image))))
                .collect(Collectors.joining()))
        .text();
  }

  private static String pixels(byte[] image) {
    return numbers(IntStream.range(0, image.length).map(i -> Byte.toUnsignedInt(image[i])));
  }

  private static String numbers(IntStream values) {
    return values.mapToObj(Integer::toString).collect(Collectors.joining(",", "", ",\n"));
  }
}
