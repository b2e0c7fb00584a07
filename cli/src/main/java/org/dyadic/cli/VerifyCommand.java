package org.dyadic.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dyadic.data.Dataset;
import org.dyadic.data.ImageSet;
import org.dyadic.export.UnsupportedNetworkException;
import org.dyadic.quant.QuantizedNetwork;
import org.dyadic.verify.Agreement;
import org.dyadic.verify.Candidate;
import org.dyadic.verify.Candidates;
import org.dyadic.verify.Comparison;
import org.dyadic.verify.UnavailableException;
import org.dyadic.verify.Verifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dyadic verify}: every way of running a model against the integer executor. */
@Command(
    name = "verify",
    description = {
      "Runs every executor of a packed model over a test set and compares the logits with those of"
          + " predict and eval. Slow ones run a sample: the definition in plain Java (scalar) 1,000"
          + " images, processors in QEMU 20.",
      "",
      "Exit status 1 if an executor differs that must not; 7 if one that --only asks for is not"
          + " there.",
      "",
      "Example: dyadic verify runs/mnist/model.dyadic --dataset mnist",
      ""
    })
final class VerifyCommand implements Callable<Integer> {
  @Mixin private Output output;
  @Mixin private ModelArgument model;
  @Mixin private ModelDataset dataset;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Executors to run, separated by commas (default: all that are there).")
  private List<String> only = List.of();

  @Option(
      names = "--images",
      paramLabel = "COUNT",
      description = "Run so many images, spread over the test set (default: all).")
  private Integer count;

  @Override
  public Integer call() throws IOException, UnavailableException {
    QuantizedNetwork network = model.read();
    List<Candidate> candidates = candidates();
    Dataset set = dataset.open(network, model.file());
    if (!set.note().isEmpty()) {
      output.say("note: " + set.note());
    }
    ImageSet images = sample(set.test());
    Verifier verifier = new Verifier(network, images);
    List<Map<String, Object>> results = new ArrayList<>();
    List<Map<String, Object>> missing = new ArrayList<>();
    boolean passes = true;
    for (Candidate candidate : candidates) {
      try {
        Comparison comparison = verifier.compare(candidate);
        passes &= comparison.passes();
        output.say(text(comparison));
        results.add(json(comparison));
      } catch (UnavailableException | UnsupportedNetworkException e) {
        if (!only.isEmpty()) {
          throw e;
        }
        output.say("%-12s not run: %s".formatted(candidate.name(), e.getMessage()));
        missing.add(missing(candidate.name(), e.getMessage()));
      }
    }
    output.result(json(set, images, passes, results, missing));
    return (passes ? ExitCode.OK : ExitCode.FALLS_SHORT).code();
  }

  /** The executors to run, in the order in which they are known. */
  private List<Candidate> candidates() {
    List<Candidate> all = Candidates.all();
    for (String name : only) {
      if (all.stream().noneMatch(candidate -> candidate.name().equals(name))) {
        throw new IllegalArgumentException(
            "--only %s is no executor; these are: %s".formatted(name, names(all)));
      }
    }
    return all.stream()
        .filter(candidate -> only.isEmpty() || only.contains(candidate.name()))
        .toList();
  }

  private static String names(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::name).collect(Collectors.joining(", "));
  }

  private ImageSet sample(ImageSet images) {
    if (count == null) {
      return images;
    }
    if (count < 1 || count > images.size()) {
      throw new IllegalArgumentException(
          "--images (=%d) must lie in 1 .. %d, the test images".formatted(count, images.size()));
    }
    return images.subset(
        IntStream.range(0, count).map(i -> (int) ((long) i * images.size() / count)).toArray());
  }

  private static String text(Comparison c) {
    return String.format(
        Locale.ROOT,
        "%-12s %,d of %,d differ%s; largest difference of a logit %,d%s",
        c.name(),
        c.differ(),
        c.images(),
        c.agreement() == Agreement.CLASSES ? " in their class" : "",
        c.maxLogitDifference(),
        c.passes() ? "" : ": NONE IS ALLOWED");
  }

  private static Map<String, Object> json(Comparison c) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", c.name());
    json.put("compared", c.agreement().name().toLowerCase(Locale.ROOT));
    json.put("images", c.images());
    json.put("differ", c.differ());
    json.put("max_logit_difference", c.maxLogitDifference());
    json.put("error", c.errorPercent());
    json.put("passes", c.passes());
    return json;
  }

  private static Map<String, Object> missing(String name, String reason) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("reason", reason);
    return json;
  }

  private Map<String, Object> json(
      Dataset set,
      ImageSet images,
      boolean passes,
      List<Map<String, Object>> results,
      List<Map<String, Object>> missing) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model.file().toString());
    json.put("dataset", set.name());
    json.put("images", images.size());
    json.put("passes", passes);
    json.put("executors", results);
    json.put("not_run", missing);
    return json;
  }
}
