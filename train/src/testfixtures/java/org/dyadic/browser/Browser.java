package org.dyadic.browser;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A headless Chromium with one tab, driven through its DevTools protocol. */
public final class Browser implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

  private final Process process;
  private final BrowserPage page;

  private Browser(Process process, BrowserPage page) {
    this.process = process;
    this.page = page;
  }

  /**
   * Starts one. Without a Chromium the test is skipped, or with the environment's CI=true failed.
   *
   * @param folder for its profile
   */
  public static Browser start(Path folder) throws IOException, InterruptedException {
    Path program = program();
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox", // the tests may run as root, and open files of their own only
                "--disable-gpu",
                "--hide-scrollbars",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder.resolve("profile"),
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    try {
      return new Browser(process, BrowserPage.of(tab(port(folder.resolve("profile"), process))));
    } catch (IOException | InterruptedException | AssertionError e) {
      process.destroy();
      throw e;
    }
  }

  private static Path program() {
    Optional<Path> found =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    String missing = "no Chromium on PATH; install the package chromium";
    if (found.isEmpty()) {
      assertFalse("true".equals(System.getenv("CI")), missing);
      Assumptions.abort(missing);
    }
    return found.get();
  }

  /** Chromium writes its port into its profile when it listens. */
  private static int port(Path profile, Process process) throws IOException, InterruptedException {
    Path file = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      if (Files.exists(file)) {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() >= 2) {
          return Integer.parseInt(lines.getFirst());
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("Chromium does not listen; alive: " + process.isAlive());
  }

  private static URI tab(int port) throws IOException, InterruptedException {
    URI list = URI.create("http://127.0.0.1:%d/json/list".formatted(port));
    try (HttpClient client = HttpClient.newHttpClient()) {
      String tabs =
          client
              .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      for (var tab : BrowserPage.JSON.readTree(tabs)) {
        if (tab.path("type").asText().equals("page")) {
          return URI.create(tab.path("webSocketDebuggerUrl").asText());
        }
      }
      throw new AssertionError("no tab in " + tabs);
    }
  }

  /** The tab. */
  public BrowserPage page() {
    return page;
  }

  @Override
  public void close() {
    page.close();
    process.destroy();
    process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
