package org.dyadic.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code dyadic} command: finds the command, maps what is thrown to an exit status. */
@Command(
    name = "dyadic",
    description =
        "Trains neural networks with 2-bit fixed-point weights and runs them in integers.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    subcommands = {
      HelpCommand.class,
      TrainCommand.class,
      EvalCommand.class,
      PredictCommand.class,
      InspectCommand.class,
      PackCommand.class,
      ImportCommand.class,
      QuantizeCommand.class,
      ExportCommand.class,
      VerifyCommand.class,
      DataCommand.class,
      BenchCommand.class,
      BenchTrainCommand.class,
      MethodsCommand.class,
      CompareCommand.class,
      ReproduceCommand.class,
      ReportCommand.class,
      WatchCommand.class,
      MlflowCommand.class,
      CompletionCommand.class,
      ManCommand.class,
    })
public final class Main implements Callable<Integer> {
  private static final String[] ENVIRONMENT = {
    "  JAVA_HOME           the JDK to prefer; DYADIC_JAVA_HOME overrides every search",
    "  DYADIC_JAVA_OPTS    more options for Java, for example -Xmx4g",
    "  DYADIC_MAVEN_ARGS   more options for the build, for example -Pcuda",
    "  DYADIC_DATA         folder with data sets",
    "  DYADIC_DEBUG        1 prints the stack trace of a failure",
  };

  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs one command and ends the JVM with its exit status. */
  public static void main(String[] arguments) {
    System.exit(run(writer(System.out), writer(System.err), debugs(), arguments));
  }

  /** Whether the user asked for stack traces. */
  static boolean debugs() {
    return "1".equals(System.getenv("DYADIC_DEBUG"));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
  }

  /**
   * Runs one command.
   *
   * @param debug whether a failure prints its stack trace too
   * @return the exit status, as listed in {@link ExitCode}
   */
  static int run(PrintWriter out, PrintWriter err, boolean debug, String... arguments) {
    return run(commandLine(), out, err, debug, arguments);
  }

  static int run(
      CommandLine line, PrintWriter out, PrintWriter err, boolean debug, String... arguments) {
    line.setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, _) -> usage(e));
    line.setExecutionExceptionHandler((e, _, _) -> failure(e, err, debug));
    try {
      return line.execute(arguments);
    } catch (Error e) {
      return failure(e, err, debug);
    }
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit status:%n")
        .exitCodeList(exitCodes())
        .footerHeading("%nEnvironment:%n")
        .footer(ENVIRONMENT);
    return line;
  }

  /** No command was named. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.code();
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put("%3d".formatted(code.code()), code.meaning());
    }
    return codes;
  }

  private static int usage(ParameterException thrown) {
    CommandLine line = thrown.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("dyadic: " + thrown.getMessage());
    UnmatchedArgumentException.printSuggestions(thrown, err);
    err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return ExitCode.USAGE.code();
  }

  private static int failure(Throwable thrown, PrintWriter err, boolean debug) {
    Failure failure = Failure.of(thrown);
    err.println("dyadic: " + failure.message());
    if (debug) {
      thrown.printStackTrace(err);
    } else if (failure.code() == ExitCode.INTERNAL) {
      err.println("DYADIC_DEBUG=1 shows where.");
    }
    err.flush();
    return failure.code().code();
  }
}
