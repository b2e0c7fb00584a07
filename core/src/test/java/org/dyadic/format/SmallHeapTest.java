package org.dyadic.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.dyadic.quant.RandomNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files that claim gigabytes, read with a heap of 32 MB: memory follows what is there. */
class SmallHeapTest {

  @Test
  void claimsOfGigabytesTakeNoMemory(@TempDir Path folder) throws Exception {
    write(folder, "channels", "INPT", bytes -> bytes.putInt(0, 1 << 22));
    write(folder, "name", "NAME", bytes -> bytes.putShort(1, (short) -1));
    write(folder, "layers", "LAYR", bytes -> bytes.putShort(0, (short) -1));
    write(folder, "outputs", "LAYR", bytes -> bytes.putInt(2 + 1 + 2 + 5, 1 << 26));
    write(folder, "whole", "PROV", bytes -> {});
    byte[] claim = Files.readAllBytes(folder.resolve("whole"));
    ByteBuffer header = ByteBuffer.wrap(claim).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(16, Integer.MAX_VALUE - 64).putInt(28, Container.checksum(claim, 0, 28));
    Files.write(folder.resolve("length"), claim);
    assertEquals(
        List.of(
            "refused channels",
            "refused layers",
            "refused length",
            "refused name",
            "refused outputs",
            "read whole"),
        readWithSmallHeap(folder));
  }

  private static void write(Path folder, String name, String section, Consumer<ByteBuffer> edit)
      throws IOException {
    ForgedFile forged = new ForgedFile(ModelFile.toBytes(RandomNetworks.withEveryLayer(0)));
    edit.accept(ByteBuffer.wrap(forged.part(section).bytes).order(ByteOrder.LITTLE_ENDIAN));
    Files.write(folder.resolve(name), forged.build());
  }

  private static List<String> readWithSmallHeap(Path folder) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                Path.of("target", "classes")
                    + File.pathSeparator
                    + Path.of("target", "test-classes"),
                SmallHeapReader.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.lines().toList();
  }
}
