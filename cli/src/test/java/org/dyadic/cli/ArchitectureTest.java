package org.dyadic.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.ObjectInputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of ARCHITECTURE.md about who may use what. */
class ArchitectureTest {
  private static final String BINDING = "org.bytedeco..";
  private static final String CLI = "org.dyadic.cli..";
  private static final String VECTOR_API = "jdk.incubator.vector";
  private static final String VECTOR_SPECIES = VECTOR_API + ".VectorSpecies";
  private static final String TRAIN = "org.dyadic.train..";
  private static final String TORCH = "org.dyadic.train.torch..";
  private static final String ONNX_RUNTIME = "org.dyadic.onnxruntime..";
  private static final String MLFLOW = "org.dyadic.mlflow..";
  private static final String KERNEL = "org.dyadic.kernel..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.dyadic");

  private static void check(ArchRule rule, String reason) {
    rule.because(reason).check(CLASSES);
  }

  @Test
  void theImportSeesCoreAndCli() {
    assertTrue(CLASSES.contain("org.dyadic.quant.FixedPoint"));
    assertTrue(CLASSES.contain(Main.class));
  }

  @Test
  void coreDependsOnTheJdkOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(TRAIN, CLI, ONNX_RUNTIME, MLFLOW)
            .should()
            .dependOnClassesThat(
                DescribedPredicate.describe(
                    "are neither the JDK's nor core's", ArchitectureTest::isForeignToCore)),
        "core is a library without dependencies");
  }

  private static boolean isForeignToCore(JavaClass used) {
    String name = used.getBaseComponentType().getName();
    boolean jdk =
        name.startsWith("java.")
            || name.startsWith("javax.imageio.")
            || name.startsWith(VECTOR_API);
    boolean above =
        Stream.of("train", "cli", "onnxruntime", "mlflow")
            .anyMatch(part -> name.startsWith("org.dyadic." + part + "."));
    boolean core = name.startsWith("org.dyadic.") && !above;
    return !jdk && !core && !used.getBaseComponentType().isPrimitive();
  }

  /** Without the incubator module everything else must load and run. */
  @Test
  void onePackageNamesTheVectorApi() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("org.dyadic.kernel.vector..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(VECTOR_API + ".."),
        "a Java without the incubator module runs the scalar kernels");
  }

  @Test
  void noMethodTakesOrReturnsVectors() {
    DescribedPredicate<JavaClass> vectors =
        DescribedPredicate.describe(
            "a vector, mask or shuffle",
            type ->
                type.getPackageName().equals(VECTOR_API) && !VECTOR_SPECIES.equals(type.getName()));
    check(
        noMethods()
            .should()
            .haveRawReturnType(vectors)
            .orShould()
            .haveRawParameterTypes(
                DescribedPredicate.describe(
                    "with " + vectors.getDescription(),
                    (List<JavaClass> types) -> types.stream().anyMatch(vectors))),
        "where a call is rare, the compiler does not put it into its caller, and its vectors"
            + " become objects");
  }

  @Test
  void onePackageNamesTheBinding() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(TORCH)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BINDING),
        "another version of libtorch, or another engine, must stay one package's work");
  }

  @Test
  void onePackageNamesOnnxRuntime() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ONNX_RUNTIME)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.onnxruntime..", ONNX_RUNTIME),
        "it is optional, and found as a service");
  }

  @Test
  void onePackageNamesMlflow() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(MLFLOW)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mlflow..", "org.mlflow_project..", MLFLOW),
        "it is optional, and found as a service");
  }

  @Test
  void kernelsAreHidden() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("org.dyadic.inference..", KERNEL)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(KERNEL),
        "kernels work on bare arrays and check nothing");
  }

  @Test
  void packagesFormNoCycle() {
    check(
        slices().matching("org.dyadic.(**)").should().beFreeOfCycles(),
        "a package can be read after those that it uses");
  }

  @Test
  void onlyTheCommandLineParsesCommandLines() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", CLI),
        "the command line is a thin layer above the library");
  }

  @Test
  void onlyMainEndsTheJvm() {
    check(
        noClasses()
            .that()
            .doNotBelongToAnyOf(Main.class)
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class),
        "a library does not decide when its process ends");
  }

  @Test
  void theLibraryPrintsNothing() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS),
        "a library's words belong to its caller");
  }

  @Test
  void nothingReadsSerializedObjects() {
    check(
        noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class),
        "a file that is loaded must not choose the code that runs");
  }

  @Test
  void everyClassHasAJob() {
    check(
        noClasses()
            .should()
            .haveSimpleNameContaining("Util")
            .orShould()
            .haveSimpleNameContaining("Helper")
            .orShould()
            .haveSimpleNameContaining("Manager"),
        "such a name says nothing about what a class does");
  }
}
