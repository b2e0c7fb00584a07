package org.dyadic.train.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dyadic.data.DatasetOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a comparison does not start, go on with or believe. */
class ComparisonRefusalTest extends ScriptedRuns {
  private void refused(Comparison comparison, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> comparison.run(out, 1));
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertEquals(List.of(), started);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=sgm:lr=1 | COMMON | different: row a (was a=sgm, is a=sgm:lr=1)",
        "a=sgm      | AUTHORS | different: policy (was common, is authors)",
      })
  void anotherComparisonIsRefused(String methods, Policy policy, String message)
      throws IOException {
    run("a=sgm", "1");
    started.clear();
    refused(comparison(methods, "1", policy), message);
  }

  @Test
  void otherCommonSettingsAreRefused() throws IOException {
    run("sgm", "1");
    started.clear();
    ComparisonPlan other =
        new ComparisonPlan(
            () -> base().epochs(9), null, Policy.COMMON, Variant.list("sgm"), Seeds.parse("1"));
    refused(
        new Comparison(other, digits, DatasetOptions.defaults(), this::command),
        "belongs to another comparison; different: methodPhase.epochs (was 3, is 9). Choose another"
            + " --out");
  }

  @Test
  void aFinishedRunOfOtherSettingsIsNotBelieved() throws IOException {
    run("sgm", "1");
    Path config = out.resolve("sgm-0/config.json");
    Files.writeString(config, Files.readString(config).replace("\"seed\" : 0", "\"seed\" : 1"));
    started.clear();
    refused(
        comparison("sgm", "1"),
        "sgm-0 belongs to another comparison; different: seed (was 1, is 0)");
  }

  @Test
  void aFloatNetworkThatWasExchangedIsNotBelieved() throws IOException {
    run("sgm", "1");
    Path config = out.resolve("sgm-0/config.json");
    Files.writeString(
        config, Files.readString(config).replaceAll("(startSha256\" : \")....", "$10000"));
    started.clear();
    refused(comparison("sgm", "1"), "different: startSha256 (was ");
  }

  @Test
  void aFolderOfSomethingElseIsRefused() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("thesis.tex"), "");
    refused(comparison("sgm", "1"), "holds something else than a comparison (no settings.json)");
  }

  @Test
  void damagedSettingsAreNamed() throws IOException {
    Files.createDirectories(out);
    for (String text : List.of("{", "{}", "{\"seeds\":[1]}", "[]")) {
      Files.writeString(out.resolve("settings.json"), text);
      IOException e = assertThrows(IOException.class, () -> run("sgm", "1"), text);
      assertTrue(e.getMessage().startsWith(out.resolve("settings.json") + " cannot"), e.toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                 | is no result of a run: it has no float_error;",
        "[]                 | is no result of a run: it has no float_error;",
        "{\"float_error\":2} | is no result of a run: it has no quantized_error;",
        "{\"float_error\":  | cannot be read: ",
      })
  void damagedResultsAreNamed(String text, String message) throws IOException {
    run("sgm", "1");
    Path result = out.resolve("sgm-0/result.json");
    Files.writeString(result, text);
    IOException e = assertThrows(IOException.class, () -> run("sgm", "1"), text);
    assertTrue(e.getMessage().startsWith(result + " " + message), e.toString());
  }

  @Test
  void everyNumberOfTheTablesIsNeeded() throws IOException {
    run("sgm", "1");
    Path result = out.resolve("sgm-0/result.json");
    ObjectNode whole = (ObjectNode) new ObjectMapper().readTree(RESULT);
    for (Map.Entry<String, JsonNode> one : whole.properties()) {
      if (one.getValue().isNumber()) {
        Files.writeString(result, whole.deepCopy().without(one.getKey()).toString());
        IOException e = assertThrows(IOException.class, () -> run("sgm", "1"), one.getKey());
        assertTrue(e.getMessage().contains("has no " + one.getKey() + ";"), e.toString());
      }
    }
  }

  @Test
  void oneComparisonAtATime() throws IOException {
    try (ComparisonFolder _ = ComparisonFolder.open(out)) {
      IOException e = assertThrows(IOException.class, () -> run("sgm", "1"));
      assertEquals("--out " + out + " is in use by another comparison", e.getMessage());
    }
  }
}
