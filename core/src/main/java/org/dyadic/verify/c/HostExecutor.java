package org.dyadic.verify.c;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.dyadic.verify.OpenExecutor;

/** A process that reads images and writes logits. */
final class HostExecutor implements OpenExecutor {
  private final Path folder;
  private final int size;
  private final Process process;

  HostExecutor(Path folder, int size) throws IOException {
    this.folder = folder;
    this.size = size;
    process =
        new ProcessBuilder(List.of(folder.resolve("program").toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  /** Where the program lies, until this is closed. */
  Path folder() {
    return folder;
  }

  /** One image at a time, so that neither side waits for a pipe that is full. */
  @Override
  public void logits(byte[] pixels, int images, int[] logits) throws IOException {
    int classes = logits.length / (pixels.length / size);
    OutputStream to = process.getOutputStream();
    DataInputStream from = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    for (int image = 0; image < images; image++) {
      to.write(pixels, image * size, size);
      to.flush();
      for (int i = 0; i < classes; i++) {
        try {
          logits[image * classes + i] = Integer.reverseBytes(from.readInt());
        } catch (EOFException e) {
          throw new IOException(
              "the compiled program ended with status " + Commands.waitFor(process), e);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Commands.waitFor(process);
    Commands.delete(folder);
  }
}
