package org.dyadic.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/model-format.md says what the code does. */
class FormatDocumentTest {
  private static String text;

  @BeforeAll
  static void read() throws IOException {
    text = Files.readString(Path.of("..", "docs", "model-format.md"));
  }

  private static void says(String what, Object... values) {
    String sentence = String.format(Locale.ROOT, what, values);
    assertTrue(text.contains(sentence), "docs/model-format.md must say: " + sentence);
  }

  private static List<String> all(String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  @Test
  void theHeaderIsRight() {
    HexFormat hex = HexFormat.ofDelimiter(" ").withUpperCase();
    says("| 0 | 8 | magic: `%s` |", hex.formatHex(Container.MAGIC));
    says("| 8 | 4 | version: %d |", ModelFile.VERSION);
    says("| 12 | 4 | number of sections: %d |", Section.values().length);
    says("| 28 | 4 | checksum of bytes 0 to %d |", Container.HEADER_BYTES - 5);
    says("one entry of %d bytes", Container.TABLE_BYTES / Section.values().length);
    says("the first multiple of %d at or after", Container.ALIGNMENT);
  }

  @Test
  void theSectionsAreRight() {
    List<String> ids = Arrays.stream(Section.values()).map(Section::id).toList();
    assertEquals(ids, all("^\\| `([A-Z]{4})` \\|"));
    assertEquals(ids, all("^`([A-Z]{4})`: "));
  }

  @Test
  void theTagsAreRight() {
    says("| %d | convolution |", Tags.CONVOLUTION);
    says("| %d | fully connected |", Tags.FULLY_CONNECTED);
    says("| %d | max pool |", Tags.MAX_POOL);
    says("| %d | average pool, as a sum |", Tags.SUM_POOL);
    says("| %d | subsample |", Tags.SUBSAMPLE);
    says("| %d | residual block |", Tags.RESIDUAL);
    says("| %d | LSTM |", Tags.LSTM);
    says("| %d | GRU |", Tags.GRU);
    says("the fit is %d", Tags.VALUES);
    says("| %d | rectangular convolution |", Tags.RECTANGULAR_CONVOLUTION);
    says("| %d | rectangular pool |", Tags.RECTANGULAR_POOL);
    says("| %d | dense layer |", Tags.DENSE);
    says("| %d | channel affine |", Tags.CHANNEL_AFFINE);
    says("| %d | padded max pool |", Tags.PADDED_MAX_POOL);
    says("Epilogue %d, requantize", Tags.REQUANTIZE);
    says("Epilogue %d, accumulate", Tags.ACCUMULATE);
    says("Epilogue %d, requantize planes", Tags.REQUANTIZE_PLANES);
    says("| %d | signs |", CodePacking.SIGNS.tag());
    says("| %d | no scales |", Scaling.NONE.tag());
    says("| %d | one a layer |", Scaling.LAYER.tag());
    says("| %d | one an output channel |", Scaling.CHANNELS.tag());
    says("| %d | one a layer and plane |", Scaling.PLANES_OF_LAYER.tag());
    says("| %d | one an output channel and plane |", Scaling.PLANES_OF_CHANNELS.tag());
    says("| %d | fields |", CodePacking.FIELDS.tag());
    says("| %d | trits |", CodePacking.TRITS.tag());
  }

  @Test
  void theLimitsAreRight() {
    says("%,d bytes a file", ModelFile.MAX_BYTES);
    says("%,d elements a tensor", ModelFile.MAX_ELEMENTS);
    says("%d nested blocks", ModelFile.MAX_DEPTH);
  }
}
