package org.dyadic.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.StringWrapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every Java file of the repository has the layout of google-java-format and a length that can be
 * read at a sitting. The formatter runs here and not in a Maven plugin because it needs a JDK that
 * knows the language of the sources, and Maven's own may be older.
 */
class SourceFormatTest {
  private static final String FIX = "mvn -q test -Dformat.fix";
  private static final int LINES = 300;
  private static final int KERNEL_LINES = 500;

  private final Formatter formatter = new Formatter();

  @Test
  void everyFileIsFormatted() throws IOException {
    boolean fix = System.getProperty("format.fix") != null;
    List<Path> wrong = new ArrayList<>();
    List<Path> files = Repository.javaFiles();
    for (Path file : files) {
      String source = Files.readString(file);
      String formatted = format(file, source);
      if (!formatted.equals(source)) {
        wrong.add(Repository.root().relativize(file));
        if (fix) {
          Files.writeString(file, formatted);
        }
      }
    }
    assertTrue(files.size() > 20, "only " + files.size() + " files found");
    assertTrue(
        fix || wrong.isEmpty(),
        () -> "not formatted: %s; this formats every file: %s".formatted(wrong, FIX));
  }

  private String format(Path file, String source) {
    try {
      return StringWrapper.wrap(formatter.formatSourceAndFixImports(source), formatter);
    } catch (FormatterException e) {
      throw new AssertionError("cannot parse " + file, e);
    }
  }

  @Test
  void noFileIsLong() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : Repository.javaFiles()) {
      int most = file.toString().contains("/kernel/") ? KERNEL_LINES : LINES;
      int lines = Files.readAllLines(file).size();
      if (lines > most) {
        wrong.add("%s: %d, at most %d".formatted(Repository.root().relativize(file), lines, most));
      }
    }
    assertTrue(wrong.isEmpty(), () -> "too many lines: " + wrong);
  }
}
