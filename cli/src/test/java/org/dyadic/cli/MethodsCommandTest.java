package org.dyadic.cli;

import static org.dyadic.cli.CommandLineRun.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.dyadic.train.method.MethodOption;
import org.dyadic.train.method.MethodProvider;
import org.dyadic.train.method.Methods;
import org.junit.jupiter.api.Test;

/** The list of methods, and everything about one. */
class MethodsCommandTest {

  @Test
  void allAreListed() throws IOException {
    String text = done("methods").out();
    JsonNode methods = done("methods", "--json").json().get("methods");
    List<MethodProvider> all = Methods.all();
    assertEquals(all.size(), methods.size());
    for (int i = 0; i < all.size(); i++) {
      MethodProvider method = all.get(i);
      JsonNode json = methods.get(i);
      assertEquals(method.name(), json.get("name").asText());
      assertEquals(method.bits().size(), json.get("bits").size());
      assertEquals(method.scale().text(), json.get("scale").asText());
      assertEquals(method.scale().floats(), json.get("float_scales").asInt());
      assertEquals(method.summary(), json.get("summary").asText());
      assertEquals(method.source(), json.get("source").asText());
      assertTrue(
          text.lines()
              .anyMatch(
                  line -> line.startsWith(method.name() + " ") && line.contains(method.summary())),
          text);
    }
  }

  @Test
  void bitsAreShort() {
    assertEquals("1-8 (2)", MethodsCommand.bits(Methods.named("naive")));
    assertEquals("2-5", MethodsCommand.bits(Methods.named("inq")));
    assertEquals("1", MethodsCommand.bits(Methods.named("binaryconnect")));
    assertEquals("32", MethodsCommand.bits(Methods.named("float")));
  }

  @Test
  void oneIsDescribedWithItsOptions() throws IOException {
    String text = done("methods", "sgm").out();
    JsonNode json = done("methods", "sgm", "--json").json();
    List<MethodOption> options = Methods.named("sgm").options();
    assertEquals(options.size(), json.get("options").size());
    for (int i = 0; i < options.size(); i++) {
      MethodOption option = options.get(i);
      JsonNode described = json.get("options").get(i);
      assertEquals(option.name(), described.get("name").asText());
      assertEquals(option.defaultValue(), described.get("default").asText());
      assertEquals(option.rule(), described.get("rule").asText());
      assertEquals(option.description(), described.get("description").asText());
      assertTrue(text.contains(option.rule()) && text.contains(option.description()), text);
    }
    assertTrue(json.get("authors").isObject());
  }

  @Test
  void anUnknownOneIsRefusedWithAllNames() {
    String names =
        Methods.all().stream().map(MethodProvider::name).collect(Collectors.joining(", "));
    CommandLineRun.refused(2, "there is no method 'sgd'; there are: " + names, "methods", "sgd");
  }
}
