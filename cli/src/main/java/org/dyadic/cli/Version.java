package org.dyadic.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version and the commit that this build was made from. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    Properties build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("build.properties")) {
      build.load(in);
    }
    String commit = build.getProperty("commit");
    return new String[] {
      // Without Git nothing takes the place of Maven's variable.
      "dyadic %s (commit %s)"
          .formatted(build.getProperty("version"), commit.startsWith("$") ? "unknown" : commit),
      "Java %s, %s %s"
          .formatted(
              Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"))
    };
  }
}
