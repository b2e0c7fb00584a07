package org.dyadic.train.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.dyadic.quant.Fold;
import org.dyadic.train.ActivationPolicy;
import org.dyadic.train.Presets;
import org.dyadic.train.TrainingConfig;
import org.dyadic.train.TrainingConfigBuilder;
import org.dyadic.train.method.AuthorsSettings;
import org.dyadic.train.method.MethodProvider;
import org.dyadic.train.method.Methods;
import org.dyadic.train.optimizer.Optimizer;
import org.dyadic.train.optimizer.RateSchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows as a user writes them, and the configurations that they become. */
class VariantTest {

  private static TrainingConfigBuilder digits() {
    return Presets.of("digits").threads(1);
  }

  private static List<String> labels(String text) {
    return Variant.list(text).stream().map(Variant::label).toList();
  }

  private static TrainingConfig configure(String row) {
    return Variant.list(row).getLast().configure(digits(), null, Policy.COMMON);
  }

  @Test
  void theReferencesComeFirstAskedForOrNot() {
    assertEquals(List.of("float", "naive", "sgm"), labels("sgm"));
    assertEquals(List.of("float", "naive", "ste", "sgm"), labels("ste,naive,sgm,float,ste"));
  }

  @Test
  void allAreAllMethods() {
    List<String> names = Methods.all().stream().map(MethodProvider::name).toList();
    List<String> labels = labels("all");
    assertEquals(names.size(), labels.size());
    assertTrue(labels.containsAll(names), labels.toString());
    assertEquals(names.size() + 1, labels("all,fast=sgm:lr=0.1").size());
  }

  @Test
  void aMethodMayHaveSeveralRows() {
    List<Variant> rows = Variant.list("sgm,prox=sgm:update=proximal:lr=0.1,sgm:lambda-end=3e4");
    assertEquals(
        new Variant("prox", "sgm", Map.of("update", "proximal", "lr", "0.1")), rows.get(3));
    assertEquals(
        new Variant("sgm:lambda-end=3e4", "sgm", Map.of("lambda-end", "3e4")), rows.get(4));
    assertEquals("sgm_lambda-end_3e4", rows.get(4).folder());
    assertEquals("prox=sgm:update=proximal:lr=0.1", rows.get(3).text());
    assertEquals("sgm:lambda-end=3e4", rows.get(4).text());
  }

  @Test
  void theSharedNetworkAndTheReferenceHaveFoldersOfTheirOwn() {
    assertEquals("float-7", Cell.start(7).name());
    assertEquals("float-continued-7", new Cell(Variant.list("sgm").getFirst(), 7).name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nosuch | --methods nosuch: 'nosuch' is not one of: all, ",
        "a=nosuch:lr=1 | --methods a=nosuch:lr=1: 'nosuch' is not one of: all, ",
        "sgm:lr | --methods sgm:lr: after : comes NAME=VALUE, each name once, not 'lr'",
        "sgm:lr=1:lr=2 | --methods sgm:lr=1:lr=2: after : comes NAME=VALUE, each name once",
        "a b=sgm | --methods a b=sgm: the label before = must be letters, digits",
        "=sgm | --methods =sgm: the label before = must be letters, digits",
        "float=sgm | --methods float=sgm: the label float belongs to the method of this name",
        "a=sgm,a=ste | --methods a=ste: two rows are called a",
        "float-continued=sgm | two rows are called float-continued",
        "sgm:lr=1,sgm_lr_1=sgm | two rows are called sgm_lr_1",
      })
  void mistakesAreNamed(String text, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Variant.list(text));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sgm:x=1 | --methods sgm:x=1: --set x: method sgm has no such option; it has update,",
        "sgm:update=up | --set update=up: update must be one of: explicit, proximal",
        "sgm:bits=two | --methods sgm:bits=two: bits=two must be a whole number",
        "sgm:bits=20 | --methods sgm:bits=20: --bits 20: method sgm offers",
        "sgm:lr=fast | --methods sgm:lr=fast: lr=fast must be a number",
        "sgm:policy=mine | policy=mine must be one of: common, authors",
        "sgm:optimizer=sgd | optimizer=sgd must be one of: nesterov, adam",
      })
  void wrongSettingsAreNamed(String row, String message) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> configure(row));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void settingsReachTheConfiguration() {
    TrainingConfig config =
        configure(
            "a=sgm:update=proximal:bits=3:first-last-bits=8:lr=0.5:lr-end=0.25:weight-decay=0.125"
                + ":optimizer=adam:schedule=cosine:distill=0.75"
                + ":activation-bits=4:activation-prior=0.5:fold=shift:per-channel=true");
    assertEquals(Map.of("update", "proximal"), config.options());
    assertEquals(3, config.weights().bits());
    assertEquals(8, config.weights().firstLastBits());
    assertEquals(0.5, config.methodPhase().learningRate());
    assertEquals(0.25, config.methodPhase().learningRateEnd());
    assertEquals(0.125, config.methodPhase().weightDecay());
    assertEquals(Optimizer.Kind.ADAM, config.methodPhase().optimizer());
    assertEquals(RateSchedule.Kind.COSINE, config.methodPhase().schedule());
    assertEquals(0.75, config.distillation());
    assertEquals(new ActivationPolicy(4, 0.5), config.activations());
    assertEquals(Fold.SHIFT, config.fold());
    assertTrue(config.weights().perChannel());
  }

  @Test
  void commonBitsHoldWhereAMethodOffersThem() {
    Variant sgm = Variant.list("sgm").getLast();
    assertEquals(4, sgm.configure(digits(), 4, Policy.COMMON).weights().bits());
    int first = Methods.named("sgm").bits().getFirst();
    assertEquals(first, sgm.configure(digits(), 99, Policy.COMMON).weights().bits());
  }

  @Test
  void aRowHasItsMethodsWeightDecay() {
    assertEquals(Methods.named("sgm").weightDecay(), configure("sgm").methodPhase().weightDecay());
    assertEquals(Methods.named("ste").weightDecay(), configure("ste").methodPhase().weightDecay());
  }

  @Test
  void authorsChangeWhatTheyStateAndNothingElse() {
    TrainingConfigBuilder builder = digits().method("sgm").learningRateEnd(0.5);
    TrainingConfig before = builder.build();
    VariantSettings.apply(AuthorsSettings.NONE, builder);
    assertEquals(before, builder.build());
    VariantSettings.apply(
        new AuthorsSettings(
            Optimizer.Kind.ADAM,
            RateSchedule.Kind.EXPONENTIAL,
            0.003,
            null,
            0.0002,
            8,
            Map.of("clip", "none")),
        builder);
    TrainingConfig after = builder.build();
    assertEquals(Optimizer.Kind.ADAM, after.methodPhase().optimizer());
    assertEquals(RateSchedule.Kind.EXPONENTIAL, after.methodPhase().schedule());
    assertEquals(0.003, after.methodPhase().learningRate());
    assertEquals(0.5, after.methodPhase().learningRateEnd());
    assertEquals(0.0002, after.methodPhase().weightDecay());
    assertEquals(8, after.weights().firstLastBits());
    assertEquals(Map.of("clip", "none"), after.options());
    assertEquals(before.floatPhase(), after.floatPhase());
  }

  @Test
  void theAuthorsSettingsOfEveryMethodAreValid() {
    for (Variant variant : Variant.list("all")) {
      TrainingConfig config = variant.configure(digits(), null, Policy.AUTHORS);
      Map<String, String> options = Methods.named(variant.method()).authors().options();
      assertEquals(options, config.options(), variant.label());
    }
  }

  @Test
  void aRowsOwnPolicyGoesBeforeTheCommonOne() {
    Variant own = Variant.list("a=sgm:policy=authors").getLast();
    assertEquals(Policy.AUTHORS, own.policy(Policy.COMMON));
    Variant plain = Variant.list("sgm").getLast();
    assertEquals(Policy.AUTHORS, plain.policy(Policy.AUTHORS));
    assertEquals(Policy.COMMON, plain.policy(Policy.COMMON));
  }
}
