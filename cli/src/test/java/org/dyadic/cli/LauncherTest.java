package org.dyadic.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dyadic.cli.Installation.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the real launcher as a process; Maven, and mostly Java, are stand-ins. */
class LauncherTest {
  private static final Map<String, String> PLAIN = Map.of();
  private static final String SAY_ARGUMENTS = "printf '<%s>' \"$@\"";

  /** Java says so whenever the module is there. */
  private static final String INCUBATOR =
      "WARNING: Using incubator modules: jdk.incubator.vector\n";

  /** What Java is always started with, as {@link #SAY_ARGUMENTS} says it. */
  private static final String OPTIONS =
      "<--add-modules><jdk.incubator.vector><--sun-misc-unsafe-memory-access=allow>";

  @TempDir Path folder;
  private Installation installation;

  @BeforeEach
  void layOut() throws IOException {
    installation = Installation.in(folder);
  }

  @Test
  void startsTheRealCommandThroughLinks() throws Exception {
    Files.createSymbolicLink(folder.resolve("one"), installation.launcher);
    Path link = Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
    Map<String, String> jdk = Map.of("JAVA_HOME", System.getProperty("java.home"));

    Ended version = installation.run(link, jdk, "--version");
    assertEquals(0, version.status(), version.err());
    assertTrue(version.out().matches("dyadic \\S+ \\(commit \\S+\\)\nJava 25.*\n"), version.out());

    Ended unknown = installation.run(link, jdk, "--no-such-option");
    assertEquals(2, unknown.status());
    assertEquals("", unknown.out());
    assertEquals(
        INCUBATOR + "dyadic: Unknown option: '--no-such-option'\nTry 'dyadic --help'.\n",
        unknown.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"25.0.3", "25.0.4.1", "25.0.10", "25.1", "25.1.2"})
  void takesAJdkThatFits(String version) throws Exception {
    installation.jdk("17.0.15", "echo wrong");
    installation.jdk(version, "echo right");
    installation.jdk("26", "echo wrong");
    assertEquals("right\n", installation.run(PLAIN).out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"17.0.15", "24.0.2", "25", "25-ea", "25.0.1", "25.0.2", "25.0.2.3", "26"})
  void listsTheJdksThatDoNotFit(String version) throws Exception {
    Path jdk = installation.jdk(version, "echo wrong");
    Ended ended = installation.run(PLAIN);
    assertEquals(69, ended.status());
    assertEquals("", ended.out());
    assertTrue(ended.err().contains("a JDK 25, 25.0.3 or newer, is needed"), ended.err());
    assertTrue(ended.err().contains("\n  " + version + " in " + jdk + "\n"), ended.err());
    assertTrue(ended.err().contains("JAVA_HOME"), ended.err());
    assertEquals(List.of(), installation.builds());
  }

  @Test
  void aFolderWithoutACompilerIsNoJdk() throws Exception {
    Path jdk = installation.jdk("25.0.3", "echo wrong");
    Files.delete(jdk.resolve("bin/javac"));
    Ended ended = installation.run(PLAIN);
    assertEquals(69, ended.status());
    assertTrue(ended.err().contains("found: none"), ended.err());
  }

  @Test
  void prefersJavaHomeAndObeysDyadicJavaHome() throws Exception {
    installation.jdk("25.0.3", "echo searched");
    String wanted = installation.jdk("25.0.7", "echo wanted").toString();
    String old = installation.jdk("21.0.1", "echo old").toString();

    assertEquals("wanted\n", installation.run(Map.of("JAVA_HOME", wanted)).out());
    assertEquals("searched\n", installation.run(Map.of("JAVA_HOME", old)).out());
    Ended ended = installation.run(Map.of("DYADIC_JAVA_HOME", old, "JAVA_HOME", wanted));
    assertEquals(69, ended.status());
    assertEquals(
        "dyadic: DYADIC_JAVA_HOME (=%s) must be a JDK 25, 25.0.3 or newer; it is 21.0.1\n"
            .formatted(old),
        ended.err());
  }

  @Test
  void passesOptionsArgumentsStatusAndItsOwnProcess() throws Exception {
    installation.jdk("25.0.3", SAY_ARGUMENTS + "; echo $$; exit 5");
    Ended ended = installation.run(Map.of("DYADIC_JAVA_OPTS", "-Xmx1g -ea"), "a b", "", "*", "$x");
    String jar = installation.root.toRealPath().resolve("cli/target/run/dyadic-cli.jar").toString();
    assertEquals(
        OPTIONS + "<-Xmx1g><-ea><-jar><%s><a b><><*><$x>%d\n".formatted(jar, ended.pid()),
        ended.out());
    assertEquals(5, ended.status());
  }

  @Test
  void tunesTheAllocatorUnlessTheUserDid() throws Exception {
    installation.jdk("25.0.3", "env");
    String out = installation.run(Map.of("MALLOC_TOP_PAD_", "1")).out();
    assertTrue(out.contains("MALLOC_TOP_PAD_=1\n"), out);
    boolean glibc = Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"));
    assertEquals(glibc, out.contains("MALLOC_MMAP_THRESHOLD_=4294967296\n"), out);
    assertEquals(glibc, out.contains("GLIBC_TUNABLES=glibc.malloc.hugetlb=1\n"), out);
  }

  @Test
  void buildsOnlyWhatChanged() throws Exception {
    Path jdk = installation.jdk("25.0.3", "exit 0");
    Ended first = installation.run(PLAIN);
    assertTrue(first.err().startsWith("building Dyadic (first start"), first.err());
    assertEquals("", installation.run(PLAIN).err());
    assertEquals(1, installation.builds().size());
    String build = installation.builds().getFirst();
    assertTrue(build.startsWith(jdk + " -q -B "), build);

    Path source = Files.createFile(installation.root.resolve("train/src/main/A.java"));
    installation.run(PLAIN);
    assertEquals(2, installation.builds().size(), "a new source");
    touch(source);
    installation.run(PLAIN);
    assertEquals(3, installation.builds().size(), "a changed source");
    touch(installation.root.resolve("core/pom.xml"));
    installation.run(Map.of("DYADIC_MAVEN_ARGS", "-Pcuda -o"));
    assertEquals(4, installation.builds().size(), "changed options");
    assertTrue(installation.builds().getLast().contains(" -Pcuda -o package"));
  }

  /** Now is after the stamp of the last build. */
  private static void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
  }

  @Test
  void showsWhyABuildFailedAndTriesAgain() throws Exception {
    installation.jdk("25.0.3", "echo started");
    installation.maven("3.8.0", "echo '[ERROR] no such artifact'; exit 1");
    for (int start = 1; start <= 2; start++) {
      Ended ended = installation.run(PLAIN);
      assertEquals(69, ended.status());
      assertEquals("", ended.out());
      assertTrue(ended.err().contains("\n[ERROR] no such artifact\n"), ended.err());
      assertTrue(ended.err().contains("dyadic: the build failed"), ended.err());
      assertEquals(start, installation.builds().size());
    }
  }

  @Test
  void twoStartsBuildOnce() throws Exception {
    installation.jdk("25.0.3", "echo started");
    installation.maven(
        "3.9.9", "sleep 0.3; cp '" + folder + "/built.jar' cli/target/dyadic-cli.jar");
    Callable<Ended> start = () -> installation.run(PLAIN);
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      for (Future<Ended> ended : threads.invokeAll(List.of(start, start, start))) {
        assertEquals("started\n", ended.get().out(), ended.get().err());
      }
    }
    assertEquals(1, installation.builds().size());
  }

  @Test
  void anUnpackedArchiveNeedsNeitherMavenNorCompiler() throws Exception {
    Path jdk = installation.jdk("25.0.3", SAY_ARGUMENTS);
    Files.delete(jdk.resolve("bin/javac"));
    installation.noMaven();
    Path command = installation.unpacked("new tools");
    String jar = command.getParent().resolveSibling("app/dyadic-cli.jar").toRealPath().toString();
    Path link = Files.createSymbolicLink(folder.resolve("link"), command);
    for (Path started : List.of(command, link)) {
      Ended ended = installation.run(started, PLAIN, "a b");
      assertEquals("", ended.err());
      assertEquals(OPTIONS + "<-jar><" + jar + "><a b>", ended.out());
    }
  }

  @Test
  void anArchivesOwnJavaComesBeforeJavaHomeButNotBeforeDyadicJavaHome() throws Exception {
    String other = installation.jdk("25.0.7", "echo other").toString();
    Path command = installation.unpacked("new tools");
    Path runtime = command.getParent().resolveSibling("runtime");
    Files.move(installation.jdk("25.0.3", "echo own"), runtime);
    assertEquals("own\n", installation.run(command, Map.of("JAVA_HOME", other)).out());
    assertEquals("other\n", installation.run(command, Map.of("DYADIC_JAVA_HOME", other)).out());
  }

  @Test
  void saysWhichMavenIsNeeded() throws Exception {
    installation.jdk("25.0.3", "echo started");
    installation.maven("3.6.3", "exit 0");
    Ended old = installation.run(PLAIN);
    assertEquals(69, old.status());
    assertTrue(old.err().contains("Maven 3.8 or newer is needed"), old.err());
    assertTrue(old.err().contains("is 3.6.3"), old.err());
    installation.noMaven();
    Ended none = installation.run(PLAIN);
    assertEquals(69, none.status());
    assertTrue(none.err().contains("found none: install the package maven"), none.err());
    assertEquals(List.of(), installation.builds());
  }
}
