package org.dyadic.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.dyadic.data.DatasetException;
import org.dyadic.format.ModelFormatException;
import org.dyadic.imports.ImportException;
import org.dyadic.train.DivergenceException;
import org.dyadic.verify.UnavailableException;

/**
 * What the user is told about an exception.
 *
 * @param code the exit status
 * @param message one line, without the name of a class unless the defect is ours
 */
record Failure(ExitCode code, String message) {

  /** Sorts an exception by whose turn it is to act: the user's, the disk's or ours. */
  static Failure of(Throwable thrown) {
    return switch (thrown) {
      case IllegalArgumentException e when e.getMessage() != null ->
          new Failure(ExitCode.USAGE, e.getMessage());
      case DatasetException e -> new Failure(ExitCode.DATA, e.getMessage());
      case ModelFormatException e -> new Failure(ExitCode.MODEL, e.getMessage());
      case ImportException e -> new Failure(ExitCode.MODEL, e.getMessage());
      case UnavailableException e -> new Failure(ExitCode.UNAVAILABLE, e.getMessage());
      case DivergenceException e -> new Failure(ExitCode.DIVERGED, e.getMessage());
      case UncheckedIOException e -> of(e.getCause());
      case ExecutionException e when e.getCause() != null -> of(e.getCause());
      case ClosedByInterruptException _, InterruptedException _, CancellationException _ ->
          new Failure(ExitCode.INTERRUPTED, "interrupted");
      case IOException e -> new Failure(ExitCode.FILE, file(e));
      case OutOfMemoryError e ->
          new Failure(
              ExitCode.INTERNAL,
              "out of memory (%s); give Java more, for example DYADIC_JAVA_OPTS=-Xmx4g"
                  .formatted(e.getMessage()));
      default -> new Failure(ExitCode.INTERNAL, "internal error: " + thrown);
    };
  }

  /** The file exceptions of the JDK mostly have a path as their only message. */
  private static String file(IOException thrown) {
    return switch (thrown) {
      case NoSuchFileException e -> "no such file or folder: " + e.getFile();
      case AccessDeniedException e -> "no permission: " + e.getFile();
      case FileAlreadyExistsException e -> "exists already: " + e.getFile();
      case NotDirectoryException e -> "not a folder: " + e.getFile();
      case DirectoryNotEmptyException e -> "folder is not empty: " + e.getFile();
      case FileSystemException e when e.getReason() != null ->
          "%s: %s".formatted(e.getFile(), e.getReason());
      default -> thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    };
  }
}
