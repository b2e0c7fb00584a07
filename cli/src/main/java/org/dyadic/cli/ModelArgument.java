package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dyadic.format.ModelFile;
import org.dyadic.quant.QuantizedNetwork;
import picocli.CommandLine.Parameters;

/** The packed model that a command works on. */
final class ModelArgument {
  @Parameters(index = "0", paramLabel = "MODEL", description = "A packed model, NAME.dyadic.")
  private Path file;

  /** The file. */
  Path file() {
    return file;
  }

  /**
   * Reads the model.
   *
   * @throws IOException if the file cannot be read; of a folder it says which file may be meant
   * @throws org.dyadic.format.ModelFormatException if it is not a whole, valid model file
   */
  QuantizedNetwork read() throws IOException {
    if (Files.isDirectory(file)) {
      Path inside = file.resolve("model" + ModelFile.EXTENSION);
      throw new IOException(
          Files.exists(inside)
              ? "%s is a folder; the model in it is %s".formatted(file, inside)
              : file + " is a folder, not a model");
    }
    return ModelFile.read(file);
  }
}
