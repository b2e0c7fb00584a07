package org.dyadic.train.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingConfigBuilder;
import org.dyadic.train.method.MethodOption;
import org.dyadic.train.method.MethodProvider;
import org.dyadic.train.method.Methods;

/**
 * One row of a comparison: a method, with settings of its own.
 *
 * @param label what the row is called, unique in a comparison
 * @param method the name of a {@link MethodProvider}
 * @param settings values of the method's options and of {@link VariantSettings}, by name
 */
public record Variant(String label, String method, Map<String, String> settings) {
  /** The row of the reference: float, trained for as long as every method. */
  public static final String REFERENCE = "float";

  private static final List<String> ALWAYS = List.of(REFERENCE, "naive");
  private static final String ALL = "all";
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,79}");

  /** Copies the settings. */
  public Variant {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /**
   * Reads a list such as {@code sgm,prox=sgm:update=proximal,lsq:lr=0.001:bits=3}, or {@code all}.
   * Rows for {@code float} and {@code naive} come first, asked for or not.
   *
   * @throws IllegalArgumentException naming a method or a setting that does not exist, or a label
   *     that is there twice
   */
  public static List<Variant> list(String text) {
    List<Variant> variants = new ArrayList<>();
    ALWAYS.forEach(name -> variants.add(plain(name)));
    for (String word : text.split(",", -1)) {
      if (word.equals(ALL)) {
        Methods.all().forEach(method -> variants.add(plain(method.name())));
      } else {
        variants.add(parse(word));
      }
    }
    List<Variant> distinct = List.copyOf(new LinkedHashSet<>(variants));
    requireDifferentNames(distinct);
    return distinct;
  }

  private static Variant plain(String method) {
    return new Variant(method, method, Map.of());
  }

  private static Variant parse(String word) {
    String[] parts = word.split(":", -1);
    int at = parts[0].indexOf('=');
    String method = parts[0].substring(at + 1);
    String label = at < 0 ? word : parts[0].substring(0, at);
    if (at >= 0 && !LABEL.matcher(label).matches()) {
      throw wrong(word, "the label before = must be letters, digits and . _ + - (at most 80)");
    }
    if (ALWAYS.contains(label) && !word.equals(label)) {
      throw wrong(word, "the label %s belongs to the method of this name".formatted(label));
    }
    if (Methods.all().stream().noneMatch(provider -> provider.name().equals(method))) {
      throw wrong(word, "'%s' is not one of: %s, %s".formatted(method, ALL, names()));
    }
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 1 || settings.containsKey(parts[i].substring(0, equals))) {
        throw wrong(word, "after : comes NAME=VALUE, each name once, not '%s'".formatted(parts[i]));
      }
      settings.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
    }
    return new Variant(label, method, settings);
  }

  private static String names() {
    return Methods.all().stream().map(MethodProvider::name).collect(Collectors.joining(", "));
  }

  private static IllegalArgumentException wrong(String word, String rule) {
    return new IllegalArgumentException("--methods %s: %s".formatted(word, rule));
  }

  static void requireDifferentNames(List<Variant> variants) {
    Set<String> folders = new LinkedHashSet<>();
    for (Variant variant : variants) {
      if (!folders.add(variant.folder())) {
        throw wrong(variant.text(), "two rows are called %s".formatted(variant.label));
      }
    }
  }

  /** The first part of the names of its run folders. */
  String folder() {
    return label.equals(REFERENCE)
        ? REFERENCE + "-continued"
        : label.replaceAll("[^A-Za-z0-9._+-]", "_");
  }

  /** As the user would write it. */
  String text() {
    StringBuilder text = new StringBuilder(method);
    settings.forEach((name, value) -> text.append(':').append(name).append('=').append(value));
    return text.toString().equals(label) ? label : label + "=" + text;
  }

  /**
   * The configuration of its runs.
   *
   * @param builder the common settings, changed
   * @param bits of a weight, if the method offers so many; null for the method's default
   * @throws IllegalArgumentException if a setting does not exist or is out of range
   */
  TrainingConfig configure(TrainingConfigBuilder builder, Integer bits, Policy common) {
    MethodProvider provider = Methods.named(method);
    try {
      builder.method(method);
      builder.bits(bits != null && Methods.offers(provider, bits) ? bits : null);
      if (policy(common) == Policy.AUTHORS) {
        VariantSettings.apply(provider.authors(), builder);
      }
      List<String> options = provider.options().stream().map(MethodOption::name).toList();
      settings.forEach(
          (name, value) -> {
            if (options.contains(name) || !VariantSettings.exists(name)) {
              builder.option(name, value);
            } else {
              VariantSettings.apply(name, value, builder);
            }
          });
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--methods %s: %s".formatted(text(), e.getMessage()), e);
    }
  }

  /** Its own policy, or else the common one. */
  Policy policy(Policy common) {
    String own = settings.get(VariantSettings.POLICY);
    return own == null ? common : VariantSettings.word(Policy.class, VariantSettings.POLICY, own);
  }
}
