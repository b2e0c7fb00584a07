package org.dyadic.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dyadic.data.DatasetException;
import org.dyadic.data.ImageDecoder;
import org.dyadic.data.Preprocessing;
import org.dyadic.data.ValueDecoder;
import org.dyadic.inference.Classifier;
import org.dyadic.inference.Prediction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dyadic predict}: the classes of the user's own images or rows of values. */
@Command(
    name = "predict",
    description = {
      "Classifies PNG and JPEG images of any size; the model says how they become its input.",
      "A model of rows of values takes .csv files (one row a line, no label) and .npy files"
          + " instead, and classifies every row.",
      "A file that cannot be read is reported, the others are classified, and the exit status is"
          + " 6.",
      "",
      "Example: dyadic predict runs/cifar10/model.dyadic cat.jpg dog.png",
      ""
    })
final class PredictCommand implements Callable<Integer> {
  /** Room for a row's number behind the path of its file. */
  private static final int ROW_WIDTH = 5;

  @Mixin private Output output;
  @Mixin private ModelArgument model;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "PNG or JPEG images, or .csv or .npy files of rows.")
  private List<Path> files;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many classes to show, best first (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--invert",
      description =
          "Turn dark into light and light into dark first. The digits of digits and mnist, and the"
              + " clothes of fashion-mnist, are light on black: a photo of ink on paper needs"
              + " this.")
  private boolean invert;

  /**
   * One input of a file and what became of it; times in milliseconds.
   *
   * @param row counts the rows of values in a file from 1; 0 for an image
   */
  private record Result(
      Path file, int row, Prediction prediction, double decoding, double inference) {
    private String name() {
      return row == 0 ? file.toString() : "%s:%d".formatted(file, row);
    }
  }

  @Override
  public Integer call() throws IOException {
    if (top < 1) {
      throw new IllegalArgumentException("--top %d must be at least 1".formatted(top));
    }
    Classifier classifier = Classifier.of(model.read());
    boolean values = classifier.preprocessing().scale().isPresent();
    if (values && invert) {
      throw new IllegalArgumentException(
          "--invert is for images; %s takes rows of values".formatted(model.file()));
    }
    List<String> names = classifier.classNames();
    String format = format(names, values);
    output.say(
        format
            .formatted(
                values ? "row" : "image",
                "class",
                "score",
                "decode ms",
                "infer ms",
                top > 1 ? "then" : "")
            .stripTrailing());
    List<Map<String, Object>> predictions = new ArrayList<>();
    List<Map<String, Object>> failures = new ArrayList<>();
    for (Path file : files) {
      try {
        for (Result result : predict(classifier, file, values)) {
          output.say(line(format, result, names));
          predictions.add(json(result, names));
        }
      } catch (DatasetException e) {
        String message = message(e);
        output.warn(message);
        failures.add(Map.of(values ? "file" : "image", file.toString(), "message", message));
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model.file().toString());
    json.put("predictions", predictions);
    json.put("failures", failures);
    output.result(json);
    return (failures.isEmpty() ? ExitCode.OK : ExitCode.FILE).code();
  }

  /** All inputs of a file; the time of decoding is shared among them. */
  private List<Result> predict(Classifier classifier, Path file, boolean values) {
    long start = System.nanoTime();
    List<byte[]> inputs = decode(classifier.preprocessing(), file);
    double decoding = (System.nanoTime() - start) / 1e6 / inputs.size();
    List<Result> results = new ArrayList<>();
    for (byte[] input : inputs) {
      long decoded = System.nanoTime();
      Prediction prediction = classifier.predict(input);
      double inference = (System.nanoTime() - decoded) / 1e6;
      int row = values ? results.size() + 1 : 0;
      results.add(new Result(file, row, prediction, decoding, inference));
    }
    return results;
  }

  private List<byte[]> decode(Preprocessing preprocessing, Path file) {
    if (preprocessing.scale().isPresent() || ValueDecoder.isNamedAsValues(file)) {
      return ValueDecoder.decode(file, preprocessing);
    }
    byte[] pixels = ImageDecoder.decode(file, preprocessing);
    if (invert) {
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) ~pixels[i];
      }
    }
    return List.of(pixels);
  }

  /** A failure of the disk is said in the words of other commands. */
  private static String message(DatasetException thrown) {
    return thrown.getCause() instanceof FileSystemException cause
        ? Failure.of(cause).message()
        : thrown.getMessage();
  }

  /** Columns as wide as the widest path and class name, so that lines can be shown at once. */
  private String format(List<String> names, boolean values) {
    int name = widest(files, "image") + (values ? ROW_WIDTH : 0);
    return "%%-%ds  %%-%ds  %%6s  %%9s  %%8s  %%s".formatted(name, widest(names, "class"));
  }

  private static int widest(List<?> values, String title) {
    return values.stream()
        .mapToInt(value -> value.toString().length())
        .reduce(title.length(), Math::max);
  }

  private String line(String format, Result result, List<String> names) {
    Prediction prediction = result.prediction();
    double[] scores = prediction.scores();
    String others =
        ranking(prediction).stream()
            .skip(1)
            .map(i -> "%s %s".formatted(names.get(i), decimals(3, scores[i])))
            .collect(Collectors.joining(", "));
    return format
        .formatted(
            result.name(),
            prediction.className(),
            decimals(3, prediction.score()),
            decimals(2, result.decoding()),
            decimals(2, result.inference()),
            others)
        .stripTrailing();
  }

  private static String decimals(int digits, double value) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** The best classes, best first; of equals the first, as in the prediction. */
  private List<Integer> ranking(Prediction prediction) {
    int[] logits = prediction.logits();
    return IntStream.range(0, logits.length)
        .boxed()
        .sorted(Comparator.comparingInt((Integer i) -> logits[i]).reversed())
        .limit(top)
        .toList();
  }

  private Map<String, Object> json(Result result, List<String> names) {
    double[] scores = result.prediction().scores();
    Map<String, Object> json = new LinkedHashMap<>();
    if (result.row() == 0) {
      json.put("image", result.file().toString());
    } else {
      json.put("file", result.file().toString());
      json.put("row", result.row());
    }
    json.putAll(json(result.prediction().classIndex(), scores, names));
    json.put("milliseconds", result.inference());
    json.put("decode_milliseconds", result.decoding());
    json.put(
        "top", ranking(result.prediction()).stream().map(i -> json(i, scores, names)).toList());
    return json;
  }

  private static Map<String, Object> json(int label, double[] scores, List<String> names) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("class", names.get(label));
    json.put("label", label);
    json.put("score", scores[label]);
    return json;
  }
}
