package org.dyadic.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dyadic.train.compare.Comparison;

/** Starts {@code dyadic train} in a Java like this one. */
final class TrainingProcess implements Comparison.Launch {
  private static final String DEBUGGER = "-agentlib:jdwp"; // has one port, taken by this process

  @Override
  public List<String> command(Path folder, Path weights) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith(DEBUGGER))
        .forEach(line::add);
    // "java -jar" takes this from the jar's manifest, "java -cp" does not.
    line.add("--enable-native-access=ALL-UNNAMED");
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.addAll(List.of("train", "--resume", folder.toString(), "--stop-with-input"));
    if (weights != null) {
      line.addAll(List.of("--weights", weights.toString()));
    }
    return line;
  }
}
