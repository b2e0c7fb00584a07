package org.dyadic.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The image files below a folder with one subfolder a class. Symbolic links are followed. Hidden
 * files and folders (those whose names begin with a dot) and the two files that Windows leaves in
 * folders of images are passed over; any other file that is not named as an image is an error,
 * because it may be an image that would be missed.
 */
final class ClassFolders {
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");
  private static final Set<String> CLUTTER = Set.of("thumbs.db", "desktop.ini");

  private final List<String> names;
  private final List<Path> files = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();

  private ClassFolders(List<String> names) {
    this.names = names;
  }

  /** The classes are the subfolders, at least two, each with an image. */
  static ClassFolders of(Path folder) {
    List<String> names = folders(folder);
    if (names.size() < 2) {
      throw new DatasetException(
          "%s: %d subfolders; one for each of at least two classes are needed"
              .formatted(folder, names.size()));
    }
    return read(folder, names, names);
  }

  /** The classes are given; every subfolder must be one of them. */
  static ClassFolders of(Path folder, List<String> names) {
    List<String> found = folders(folder);
    for (String name : found) {
      if (!names.contains(name)) {
        throw new DatasetException(
            "%s: there are no training images of this class".formatted(folder.resolve(name)));
      }
    }
    return read(folder, names, found);
  }

  /** All images below a folder, as one class. */
  static ClassFolders ofOne(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DatasetException("%s: there is no such folder".formatted(folder));
    }
    ClassFolders one = new ClassFolders(List.of(DataFile.lastName(folder)));
    one.add(folder, 0);
    return one;
  }

  private static ClassFolders read(Path folder, List<String> names, List<String> found) {
    ClassFolders classes = new ClassFolders(names);
    for (String name : found) {
      classes.add(folder.resolve(name), names.indexOf(name));
    }
    return classes;
  }

  /** Whether this is a folder with subfolders. */
  static boolean hasFolders(Path folder) {
    return Files.isDirectory(folder) && !folders(folder).isEmpty();
  }

  private static List<String> folders(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DatasetException("%s: there is no such folder".formatted(folder));
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(folder, e);
    }
  }

  private void add(Path folder, int label) {
    int before = files.size();
    try (Stream<Path> entries = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      entries
          .filter(entry -> !passedOver(folder.relativize(entry)))
          .filter(entry -> !Files.isDirectory(entry))
          .sorted(Comparator.comparing(entry -> portable(folder.relativize(entry))))
          .forEach(
              entry -> {
                checkEnding(entry);
                files.add(entry);
                labels.add(label);
              });
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(folder, e);
    }
    if (files.size() == before) {
      throw new DatasetException("%s: there is no PNG or JPEG image in it".formatted(folder));
    }
  }

  private static boolean passedOver(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if (name.startsWith(".") || CLUTTER.contains(name.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  /** The same on every system, so that the order of the images is. */
  private static String portable(Path relative) {
    return relative.toString().replace('\\', '/');
  }

  private static void checkEnding(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (ENDINGS.stream().noneMatch(name::endsWith)) {
      throw new DatasetException(
          "%s: neither a PNG nor a JPEG image by its name; only %s belong into the folder of a class"
              .formatted(file, String.join(", ", ENDINGS)));
    }
  }

  private static DatasetException unreadable(Path folder, Exception e) {
    Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
    return cause instanceof FileSystemLoopException loop
        ? new DatasetException(
            "%s: a symbolic link leads back to a folder that it is in".formatted(loop.getFile()), e)
        : new DatasetException("%s: cannot be read: %s".formatted(folder, cause), e);
  }

  List<String> names() {
    return names;
  }

  int size() {
    return files.size();
  }

  Path file(int index) {
    return files.get(index);
  }

  int[] labels() {
    return labels.stream().mapToInt(Integer::intValue).toArray();
  }
}
