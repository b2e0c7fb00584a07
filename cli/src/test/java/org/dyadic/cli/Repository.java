package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** The source tree that this test was compiled from. */
final class Repository {
  private Repository() {}

  /** The folder of the parent POM: that above the module's, in which Surefire starts its JVM. */
  static Path root() {
    Path root = Path.of("").toAbsolutePath().getParent();
    if (!Files.exists(root.resolve("dyadic"))) {
      throw new AssertionError("no launcher in " + root);
    }
    return root;
  }

  /** Every Java file, without build outputs and hidden folders. */
  static List<Path> javaFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            return name.equals("target") || name.startsWith(".")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }
}
