package org.dyadic.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A copy of the real launcher in a folder of its own, with a stand-in for Maven that counts its
 * calls, and a PATH that holds nothing else but a few system tools. The search for a JDK sees only
 * the folder {@code jvms}.
 */
final class Installation {
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "cat",
          "cp",
          "dirname",
          "env",
          "find",
          "flock",
          "getconf",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rmdir",
          "sed",
          "sleep");

  final Path root;
  final Path launcher;
  private final Path bin;
  private final Path jvms;

  /** What a process left behind. */
  record Ended(int status, String out, String err, long pid) {}

  /** Lays out the folder; its name has a space, as a user's may. */
  static Installation in(Path folder) throws IOException {
    Installation installation = new Installation(Files.createDirectory(folder.resolve("my tools")));
    installation.layOut();
    return installation;
  }

  private Installation(Path root) {
    this.root = root;
    launcher = root.resolve("dyadic");
    bin = root.resolveSibling("bin");
    jvms = root.resolveSibling("jvms");
  }

  private void layOut() throws IOException {
    for (String folder : List.of("core", "train", "cli")) {
      Files.createDirectories(root.resolve(folder).resolve("src/main"));
      Files.createFile(root.resolve(folder).resolve("pom.xml"));
    }
    Files.createFile(root.resolve("pom.xml"));
    Files.createDirectory(bin);
    Files.createDirectory(jvms);
    String script = Files.readString(Repository.root().resolve("dyadic"));
    String search = "in /usr/lib/jvm/* ";
    if (!script.contains(search)) {
      throw new AssertionError("the launcher no longer searches " + search);
    }
    write(launcher, script.replace(search, "in '" + jvms + "'/* ").replace(" /opt/*;", ";"));
    for (String tool : TOOLS) {
      Path found = find(tool);
      if (found != null) {
        write(bin.resolve(tool), "#!/bin/sh\nexec %s \"$@\"\n".formatted(found));
      }
    }
    writeJar(root.resolveSibling("built.jar"));
    maven("3.9.9", "cp '" + root.resolveSibling("built.jar") + "' cli/target/dyadic-cli.jar");
  }

  private static Path find(String tool) {
    return Stream.of("/bin", "/usr/bin")
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /** A jar that starts this test's own classes. */
  private static void writeJar(Path jar) throws IOException {
    String classPath = System.getProperty("java.class.path");
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
    attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Stream.of(classPath.split(File.pathSeparator))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
  }

  /** Replaces Maven: it notes its arguments, then does {@code action} in the root folder. */
  void maven(String version, String action) throws IOException {
    write(
        bin.resolve("mvn"),
        """
        #!/bin/sh
        if [ "$1" = -version ]; then echo "Apache Maven %s (hash)"; exit; fi
        echo "$JAVA_HOME $*" >> '%s'
        %s
        """
            .formatted(version, root.resolveSibling("calls"), action));
  }

  void noMaven() throws IOException {
    Files.delete(bin.resolve("mvn"));
  }

  /** The arguments of every build so far. */
  List<String> builds() throws IOException {
    Path calls = root.resolveSibling("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /** A folder that claims to be a JDK of some version and whose {@code java} is a shell script. */
  Path jdk(String version, String java) throws IOException {
    Path home = jvms.resolve("jdk-" + version);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    write(home.resolve("bin/java"), "#!/bin/sh\n" + java + "\n");
    write(home.resolve("bin/javac"), "#!/bin/sh\n");
    return home;
  }

  /** The launcher where {@code mvn package}'s archive has it, in a folder of that name. */
  Path unpacked(String name) throws IOException {
    Path archive = root.resolveSibling(name);
    Files.createDirectories(archive.resolve("bin"));
    Files.createDirectories(archive.resolve("app"));
    Files.createFile(archive.resolve("app/dyadic-cli.jar"));
    return Files.copy(launcher, archive.resolve("bin/dyadic"));
  }

  private static void write(Path file, String script) throws IOException {
    Files.writeString(file, script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  Ended run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return run(launcher, environment, arguments);
  }

  /** Runs the launcher with nothing in its environment but PATH, HOME and what is given. */
  Ended run(Path command, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path err = Files.createTempFile(root.getParent(), "err", "");
    List<String> line = new ArrayList<>(List.of(command.toString()));
    line.addAll(List.of(arguments));
    Process process =
        builder(environment, line)
            .directory(root.getParent().toFile())
            .redirectError(err.toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), out, Files.readString(err), process.pid());
  }

  /** A process with nothing in its environment but PATH, HOME and what is given. */
  ProcessBuilder builder(Map<String, String> environment, List<String> line) {
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("HOME", root.toString());
    builder.environment().putAll(environment);
    return builder.redirectInput(new File("/dev/null"));
  }
}
