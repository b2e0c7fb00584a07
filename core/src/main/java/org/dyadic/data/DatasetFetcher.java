package org.dyadic.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dyadic.data.KnownSet.KnownFile;

/**
 * Downloads the files of a known set from its public home into the user's cache. Every file is
 * checked by its SHA-256 before it gets its name; one that was cut off is gone on with by the next
 * call.
 */
public final class DatasetFetcher {
  private final KnownSet set;
  private final List<Download> downloads;
  private final Path folder;
  private final Progress progress;

  /** Hears how far a download is. */
  public interface Progress {
    /**
     * Called often, by the thread that called {@link #fetch}.
     *
     * @param file the name of the file
     * @param bytes how many have arrived, those of earlier calls included
     * @param total how many there will be, or -1 if the server does not say
     */
    void update(String file, long bytes, long total);
  }

  DatasetFetcher(KnownSet set, List<Download> downloads, Path folder, Progress progress) {
    this.set = set;
    this.downloads = downloads;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Brings the files of a set into the cache; those that are there and sound are left alone.
   *
   * @param name mnist, fashion-mnist, cifar10 or cifar100
   * @return the folder with the files
   * @throws DatasetException if there is no such set, or a file cannot be fetched or is not the
   *     canonical one; the message says which files to put where by other means
   */
  public static Path fetch(String name, Progress progress) {
    KnownSet set =
        KnownSet.named(name)
            .orElseThrow(
                () ->
                    new DatasetException(
                        "there is no data set \"%s\" to fetch; known are %s"
                            .formatted(
                                name,
                                String.join(
                                    ", ", KnownSet.ALL.stream().map(KnownSet::id).toList()))));
    Path folder = DataRoots.here(Optional.empty()).cache().resolve(set.id());
    return new DatasetFetcher(set, Download.of(set), folder, progress).fetch();
  }

  Path fetch() {
    try {
      Files.createDirectories(folder);
      for (Download download : downloads) {
        if (!present(download)) {
          fetch(download);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new DatasetException(advice(e), e);
    }
  }

  /** The files that a download brings. */
  private List<KnownFile> contents(Download download) {
    return download.archive()
        ? set.files()
        : set.files().stream()
            .filter(file -> download.fileName().equals(file.name() + ".gz"))
            .toList();
  }

  private boolean present(Download download) {
    for (KnownFile file : contents(download)) {
      Optional<Path> path = file.in(folder);
      if (path.isEmpty() || !sum(path.get()).equals(file.sha256())) {
        return false;
      }
    }
    return true;
  }

  /** Of the unpacked content; empty if it cannot be unpacked. */
  private static String sum(Path file) {
    try (DigestInputStream content = DataFile.of(file).open()) {
      content.transferTo(OutputStream.nullOutputStream());
      return Sha256.hex(content.getMessageDigest());
    } catch (IOException e) {
      return "";
    }
  }

  private void fetch(Download download) throws IOException {
    Path file = folder.resolve(download.fileName());
    if (!Files.exists(file) || !Sha256.of(file).equals(download.sha256())) {
      new HttpDownload(download, progress).into(file);
    }
    if (download.archive()) {
      Map<String, String> wanted = new LinkedHashMap<>();
      contents(download).forEach(entry -> wanted.put(entry.name(), entry.sha256()));
      try (InputStream archive = DataFile.of(file).open()) {
        new TarExtractor(archive, file.toString(), wanted).into(folder);
      }
      Files.delete(file);
    }
  }

  private String advice(IOException e) {
    List<String> lines = new ArrayList<>();
    String reason = e.getMessage() == null ? "" : ": " + e.getMessage();
    lines.add(
        "data set %s: the download failed (%s%s)."
            .formatted(set.id(), e.getClass().getSimpleName(), reason));
    lines.add("The same command goes on where it stopped. Or fetch these files by other means");
    downloads.forEach(download -> lines.add("  " + download.uri()));
    lines.add("and put them into " + folder + ",");
    lines.add("then give this command again: it checks and unpacks them.");
    return String.join("\n", lines);
  }
}
