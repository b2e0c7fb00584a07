package org.dyadic.export.c;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dyadic.format.AtomicFile;
import org.dyadic.quant.QuantizedNetwork;

/**
 * Writes a network as C99: one header, one source, and if asked a test program. The source needs
 * {@code stdint.h} only; it has no heap, no floating point and no library. It returns the same
 * integers as every other executor.
 */
public final class CExporter {
  private CExporter() {}

  /**
   * Writes {@code NAME.h} and {@code NAME.c}, and with tests {@code NAME_test.c}.
   *
   * @param folder where the files go; made if it does not exist
   * @throws IllegalArgumentException if the network cannot be what the options demand
   * @throws IOException if a file cannot be written
   */
  public static CExport write(QuantizedNetwork network, Path folder, COptions options)
      throws IOException {
    Program program = Program.of(network, options);
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    files.add(write(folder, options.name() + ".h", Texts.header(program, options)));
    files.add(write(folder, options.name() + ".c", Texts.source(program, options)));
    if (!options.tests().isEmpty()) {
      files.add(write(folder, options.name() + "_test.c", TestProgram.text(program, options)));
    }
    return new CExport(
        files,
        program.arena().bytes(),
        program.arena().minimal(),
        program.source().weightBytes(),
        program.source().constantBytes(),
        program.work().multiplications());
  }

  private static Path write(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    AtomicFile.write(file, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    return file;
  }
}
