package org.dyadic.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command of docs/import.md, in its order. */
class ImportDocTest {
  private static final String PROGRAM = "./dyadic ";

  @TempDir private Path folder;

  @Test
  void theCommandsRun() throws IOException {
    Path root = Repository.root();
    DigitImages.write(folder.resolve("photos"), 4);
    Files.write(
        folder.resolve("names.txt"), IntStream.range(0, 10).mapToObj(Integer::toString).toList());
    Files.copy(
        root.resolve("core/src/test/resources/org/dyadic/imports/torch-tutorial.onnx"),
        folder.resolve("network.onnx"));
    writeTensors(folder.resolve("tensors.safetensors"));
    List<String> commands =
        Files.readAllLines(root.resolve("docs/import.md")).stream()
            .filter(line -> line.startsWith(PROGRAM))
            .toList();
    assertEquals(6, commands.size());
    for (String command : commands) {
      Object[] words =
          Stream.of(command.substring(PROGRAM.length()).split(" ")).map(this::placed).toArray();
      CommandLineRun.done(words);
    }
    assertTrue(Files.exists(folder.resolve("runs/network/model.dyadic")));
    assertTrue(Files.exists(folder.resolve("lenet5.safetensors")));
  }

  /** A LeNet-5 as PyTorch names it: biases, no batch norm, all of them zero. */
  private static void writeTensors(Path file) throws IOException {
    ObjectNode header = new ObjectMapper().createObjectNode();
    int end = 0;
    end = add(header, "conv1", end, 32, 1, 5, 5);
    end = add(header, "conv2", end, 64, 32, 5, 5);
    end = add(header, "fc1", end, 512, 1024);
    end = add(header, "fc2", end, 10, 512);
    byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + text.length + end).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(text.length).put(text).array());
  }

  private static int add(ObjectNode header, String module, int start, int... dims) {
    int middle = start + Float.BYTES * IntStream.of(dims).reduce(1, (a, b) -> a * b);
    put(header, module + ".weight", start, middle, dims);
    put(header, module + ".bias", middle, middle + Float.BYTES * dims[0], dims[0]);
    return middle + Float.BYTES * dims[0];
  }

  private static void put(ObjectNode header, String name, int start, int end, int... dims) {
    ObjectNode entry = header.putObject(name).put("dtype", "F32");
    ArrayNode shape = entry.putArray("shape");
    IntStream.of(dims).forEach(shape::add);
    entry.putArray("data_offsets").add(start).add(end);
  }

  /** Names of files, in the test's folder. */
  private String placed(String word) {
    if (word.startsWith("folder:")) {
      return "folder:" + folder.resolve(word.substring("folder:".length()));
    }
    boolean file = word.contains("/") || word.matches(".*\\.(onnx|txt|safetensors|dyadic)");
    return file ? folder.resolve(word).toString() : word;
  }
}
