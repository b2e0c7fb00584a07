package org.dyadic.train.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.dyadic.train.RunFolder;
import org.dyadic.train.TrainingConfig;

/**
 * What a comparison's folder remembers: what all runs share, and every row and seed that was ever
 * asked for.
 */
record Settings(
    String dataSha256,
    Policy policy,
    TrainingConfig common,
    List<Variant> variants,
    List<Long> seeds) {

  /** Refuses what a damaged file may lack. */
  Settings {
    if (dataSha256 == null || policy == null || common == null) {
      throw new IllegalArgumentException("dataSha256, policy or common is missing");
    }
    variants = List.copyOf(variants);
    seeds = List.copyOf(seeds);
  }

  static Settings of(ComparisonPlan plan, String dataSha256) {
    return new Settings(dataSha256, plan.policy(), plan.common(), plan.variants(), plan.seeds());
  }

  /**
   * The union with older settings of the same comparison.
   *
   * @throws IllegalArgumentException naming what differs
   */
  Settings over(Settings old, Path folder) {
    List<String> different = new ArrayList<>(RunFolder.differences(common, old.common));
    compare("the data's SHA-256", old.dataSha256, dataSha256, different);
    compare("policy", old.policy, policy, different);
    Map<String, Variant> rows = new LinkedHashMap<>();
    old.variants.forEach(variant -> rows.put(variant.label(), variant));
    for (Variant variant : variants) {
      Variant before = rows.put(variant.label(), variant);
      if (before != null) {
        compare("row " + variant.label(), before.text(), variant.text(), different);
      }
    }
    if (!different.isEmpty()) {
      throw new IllegalArgumentException(
          "--out %s belongs to another comparison; different: %s. Choose another --out"
              .formatted(folder, String.join(", ", different)));
    }
    Variant.requireDifferentNames(List.copyOf(rows.values()));
    TreeSet<Long> allSeeds = new TreeSet<>(seeds);
    allSeeds.addAll(old.seeds);
    return new Settings(
        dataSha256, policy, common, List.copyOf(rows.values()), List.copyOf(allSeeds));
  }

  private static void compare(String what, Object was, Object is, List<String> different) {
    if (!was.equals(is)) {
      different.add("%s (was %s, is %s)".formatted(what, was, is));
    }
  }
}
