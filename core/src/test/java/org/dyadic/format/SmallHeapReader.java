package org.dyadic.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads all files of a folder in a process of its own, started with a small heap. */
final class SmallHeapReader {
  private SmallHeapReader() {}

  /** Prints "refused NAME" or "read NAME" for each file of the folder args[0]. */
  public static void main(String[] args) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(args[0]))) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      try {
        ModelFile.read(file);
        System.out.println("read " + file.getFileName());
      } catch (ModelFormatException refused) {
        System.out.println("refused " + file.getFileName());
      }
    }
  }
}
