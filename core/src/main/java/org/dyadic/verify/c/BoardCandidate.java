package org.dyadic.verify.c;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import org.dyadic.export.c.CExporter;
import org.dyadic.export.c.COptions;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.verify.Agreement;
import org.dyadic.verify.Candidate;
import org.dyadic.verify.OpenExecutor;
import org.dyadic.verify.UnavailableException;

/**
 * The source for a processor, run in QEMU on a sample.
 *
 * @param board whose compiler and machine are taken
 */
record BoardCandidate(Board board) implements Candidate {
  private static final int SAMPLE = 20;

  @Override
  public String name() {
    return "c-" + board.target().flag();
  }

  @Override
  public Agreement agreement() {
    return Agreement.LOGITS;
  }

  @Override
  public int mostImages() {
    return SAMPLE;
  }

  @Override
  public OpenExecutor open(QuantizedNetwork network) throws UnavailableException {
    board.require();
    return new Executor(board, network);
  }

  private record Executor(Board board, QuantizedNetwork network) implements OpenExecutor {
    private static final int HEXADECIMAL = 16;

    /** A program of its own for the images, which are part of it. */
    @Override
    public void logits(byte[] pixels, int images, int[] logits) throws IOException {
      Path folder = Files.createTempDirectory("dyadic-board");
      try {
        CExporter.write(network, folder, COptions.of("net").target(board.target()));
        Commands.copy(folder, "board.c");
        int size = network.preprocessing().shape().size();
        Files.writeString(folder.resolve("images.h"), numbers(pixels, images * size));
        board.link(folder, List.of("board.c", "net.c"));
        List<String> lines = board.run(folder).lines().toList();
        int count = images * network.classNames().size();
        if (lines.size() != count) {
          throw new IOException(
              "%s printed %d logits instead of %d".formatted(board, lines.size(), count));
        }
        for (int i = 0; i < count; i++) {
          logits[i] = Integer.parseUnsignedInt(lines.get(i), HEXADECIMAL);
        }
      } finally {
        Commands.delete(folder);
      }
    }

    private static String numbers(byte[] pixels, int count) {
      StringJoiner text = new StringJoiner(",\n", "", "\n");
      for (int i = 0; i < count; i++) {
        text.add(Integer.toString(Byte.toUnsignedInt(pixels[i])));
      }
      return text.toString();
    }

    @Override
    public void close() {
      // Every call deletes its own files.
    }
  }
}
