package org.dyadic.train.report.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.dyadic.train.report.ReportData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Figures are whole SVG documents and pictures that show something. */
class StaticFiguresTest {
  private static final String HOSTILE = "</text><script>&\u0007\"]]>";

  private static final String RUN =
      """
      {"name":"r/1","bits":2,"floatEpochs":1,"methodEpochs":2,
       "result":{"float_error":0.5,"naive_error":80,"latent_error":0.6,"quantized_error":0.7},
       "epochs":{"epoch":[1,2,3],"phase":["float","sgm","sgm"],"train_loss":[0.5,0.2,0.1],
        "learning_rate":[0.1,0.05,0.01],"lambda":[null,10,100],"latent_error":[2,0.5,0],
        "quantized_error":[null,3,0]},
       "states":[
        {"epoch":1,"layers":[{"name":"conv1","weights":6,"step":0.125,"exponent":3,"distance":0.4,
          "changes":null,"modeWidth":null,"shares":[0.3,0.4,0.3],"histogram":[1,1,1,1,1,1]}]},
        {"epoch":3,"layers":[{"name":"conv1","weights":6,"step":0.125,"exponent":3,"distance":0.01,
          "changes":0.25,"modeWidth":0.5,"shares":[0.3,0.4,0.3],"histogram":[2,0,2,0,2,0]}]}],
       "test":{"classes":["cat","dog"],"images":10,"errors":3,"confusion":[[4,1],[2,3]],"misread":[]},
       "bytes":{"file":50,"layers":[{"name":"conv1","float":24,"codes":2,"other":8}]},
       "filters":{"channels":1,"height":1,"width":3,"count":2,"before":[0.1,-0.2,0,0.3,0.1,-0.1],
        "after":[0.125,-0.125,0,0.125,0.125,-0.125]}}
      """;

  @TempDir private Path folder;
  private ObjectNode data;

  @BeforeEach
  void makeData() throws IOException {
    data = new ObjectMapper().createObjectNode();
    data.putArray("runs").add(new ObjectMapper().readTree(RUN));
  }

  private static Document parse(Path file) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    assertEquals("svg", document.getDocumentElement().getTagName());
    return document;
  }

  @Test
  void everyFigureComesAsDrawingAndAsPicture() throws Exception {
    List<String> files = StaticFigures.write(new ReportData(data), folder);
    List<String> names =
        List.of(
            "errors",
            "loss",
            "mode-changes",
            "distances",
            "schedule",
            "modes",
            "confusion",
            "bytes",
            "filters");
    assertEquals(
        names.stream().flatMap(n -> List.of(n + ".svg", n + ".png").stream()).toList(), files);
    for (String name : names) {
      Element root = parse(folder.resolve(name + ".svg")).getDocumentElement();
      BufferedImage image = ImageIO.read(folder.resolve(name + ".png").toFile());
      String[] box = root.getAttribute("viewBox").split(" ", -1);
      assertEquals(Math.ceil(3 * Double.parseDouble(box[2])), image.getWidth(), name);
      assertEquals(Math.ceil(3 * Double.parseDouble(box[3])), image.getHeight(), name);
      int[] pixels =
          image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
      long drawn = IntStream.of(pixels).filter(p -> p != 0xffffffff).count();
      assertTrue(drawn > pixels.length / 200, name + " is nearly blank");
    }
  }

  /** The bars of the last histogram stand at -D, 0 and D, and are equally high. */
  @Test
  void barsAreWhereTheWeightsAre() throws Exception {
    StaticFigures.write(new ReportData(data), folder);
    NodeList rectangles = parse(folder.resolve("modes.svg")).getElementsByTagName("rect");
    List<Element> last =
        IntStream.range(rectangles.getLength() - 3, rectangles.getLength())
            .mapToObj(i -> (Element) rectangles.item(i))
            .toList();
    assertEquals(
        List.of("#2f7fc1", "#8b949e", "#d9772b"),
        last.stream().map(bar -> bar.getAttribute("fill")).toList());
    assertEquals(1, last.stream().map(bar -> bar.getAttribute("height")).distinct().count());
    double first = Double.parseDouble(last.get(0).getAttribute("x"));
    double second = Double.parseDouble(last.get(1).getAttribute("x"));
    double third = Double.parseDouble(last.get(2).getAttribute("x"));
    assertEquals(second - first, third - second, 0.02);
  }

  @Test
  void severalRunsAreOverlaidAndKeepFiguresOfTheirOwn() throws Exception {
    ObjectNode second = (ObjectNode) new ObjectMapper().readTree(RUN);
    second.put("name", "other");
    second.put("floatEpochs", 0);
    second.putObject("test").put("missing", "no data");
    ((ArrayNode) data.path("runs")).add(second);
    List<String> files = StaticFigures.write(new ReportData(data), folder);
    assertTrue(files.containsAll(List.of("errors.svg", "r-1-modes.svg", "other-modes.png")));
    assertTrue(files.contains("r-1-confusion.svg"));
    assertTrue(files.stream().noneMatch(name -> name.startsWith("other-confusion")));
    String text = Files.readString(folder.resolve("loss.svg"));
    assertTrue(text.contains(">r/1</text>") && text.contains(">other</text>"), text);
  }

  @Test
  void aRunThatHasNothingYetHasNoFigures() throws IOException {
    ObjectNode run = (ObjectNode) data.path("runs").path(0);
    run.removeAll();
    assertEquals(List.of(), StaticFigures.write(new ReportData(data), folder));
  }

  @Test
  void namesStayText() throws Exception {
    ObjectNode run = (ObjectNode) data.path("runs").path(0);
    ((ArrayNode) run.path("test").path("classes")).set(0, HOSTILE);
    ((ObjectNode) run.path("bytes").path("layers").path(0)).put("name", HOSTILE);
    StaticFigures.write(new ReportData(data), folder);
    assertEquals(
        0, parse(folder.resolve("confusion.svg")).getElementsByTagName("script").getLength());
    NodeList texts = parse(folder.resolve("bytes.svg")).getElementsByTagName("text");
    List<String> shown =
        IntStream.range(0, texts.getLength())
            .mapToObj(i -> texts.item(i).getTextContent())
            .toList();
    assertTrue(shown.contains(HOSTILE.replace('\u0007', '\uFFFD')), shown.toString());
  }
}
