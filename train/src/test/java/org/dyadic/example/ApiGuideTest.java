package org.dyadic.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.dyadic.data.Dataset;
import org.dyadic.data.DatasetOptions;
import org.dyadic.data.Datasets;
import org.dyadic.train.Presets;
import org.dyadic.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/api.md are the files here, and do what the page says. */
class ApiGuideTest {
  private static final Pattern PROGRAM =
      Pattern.compile("<!-- (\\w+)\\.java -->\n```java\n(.*?)```\n", Pattern.DOTALL);

  @TempDir private Path folder;

  private static String printed(Callable<Void> program) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      program.call();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(UTF_8);
  }

  @Test
  void everyProgramOfThePageIsAFileThatIsRunHere() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "api.md"));
    Set<String> shown = new TreeSet<>();
    Matcher program = PROGRAM.matcher(page);
    while (program.find()) {
      Path source = Path.of("src/test/java/org/dyadic/example", program.group(1) + ".java");
      assertEquals(Files.readString(source), program.group(2));
      shown.add(program.group(1));
    }
    assertEquals(Set.of("Inference", "Training"), shown);
    assertEquals(shown.size(), page.split("```java", -1).length - 1);
  }

  @Test
  void trainingStopsAndGoesOn() throws Exception {
    String out =
        printed(
            () -> {
              Training.main(new String[] {folder.resolve("run").toString()});
              return null;
            });
    List<String> lines = out.lines().toList();
    assertEquals("float 1 of 1", lines.get(0));
    assertEquals("stopped after a whole epoch; everything is saved", lines.get(1));
    assertTrue(lines.get(2).matches("[0-9.,]+ bits a weight"), out);
    assertEquals(3, lines.size());
  }

  @Test
  void inferenceClassifiesAPictureAndATestSet() throws Exception {
    Dataset digits = Datasets.open("digits", DatasetOptions.defaults());
    Path run = folder.resolve("run");
    new Trainer(
            Presets.of("digits").model("4C5-MP4-10").floatEpochs(2).epochs(1).threads(1).build(),
            digits)
        .run(run);
    byte[] pixels = new byte[784];
    digits.test().read(7, pixels, 0);
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, 28, 28, pixels);
    Path picture = folder.resolve("digit.png");
    ImageIO.write(image, "png", picture.toFile());
    String out =
        printed(
            () -> {
              Inference.main(
                  new String[] {run.resolve("model.dyadic").toString(), picture.toString()});
              return null;
            });
    assertTrue(out.matches("[0-9], score [01][.,][0-9]{2}\\R[0-9]+ of 2500 are right\\R"), out);
  }
}
