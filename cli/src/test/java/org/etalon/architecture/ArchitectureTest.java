package org.etalon.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.etalon.family.Arguments;
import org.etalon.family.Key;
import org.etalon.family.Keyed;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which package may know which. The command line sees every module, so the rules live here. */
class ArchitectureTest {
  /** Fewer classes than this, and the scan has missed a module. Raise it as the code grows. */
  private static final int FEWEST_CLASSES = 150;

  /** The packages of the core from the bottom up: each may know only those before it. */
  private static final List<String> LAYERS =
      List.of("graph", "depth", "tensor", "init", "law", "width", "plan", "export");

  /** The packages of the core that build known networks. */
  private static final List<String> CATALOGUES = List.of("family");

  /** The package of the core that reads examples to train on. */
  private static final String DATA = "data";

  private static final String GENERATED = "org.etalon.onnx.proto..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.etalon")
          .that(not(resideInAPackage(GENERATED)));

  @Test
  void enoughClassesAreScannedForTheRulesToMeanSomething() {
    assertThat(CLASSES.size()).isGreaterThanOrEqualTo(FEWEST_CLASSES);
    assertThat(modules())
        .containsAll(LAYERS)
        .contains("cli", "onnx", "spec", "lab", "family", DATA);
  }

  @Test
  void theGraphDependsOnNoOtherPackageOfEtalon() {
    noClasses()
        .that()
        .resideInAPackage("org.etalon.graph..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.etalon..").and(not(resideInAPackage("org.etalon.graph.."))))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @TestFactory
  List<DynamicTest> aLayerOfTheCoreDependsOnNoneAboveIt() {
    return IntStream.range(0, LAYERS.size() - 1)
        .mapToObj(
            lower ->
                DynamicTest.dynamicTest(
                    LAYERS.get(lower),
                    () ->
                        noClasses()
                            .that()
                            .resideInAPackage("org.etalon." + LAYERS.get(lower) + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(packages(LAYERS.subList(lower + 1, LAYERS.size())))
                            .allowEmptyShould(true)
                            .check(CLASSES)))
        .toList();
  }

  @Test
  void catalogueOfNetworksDoesNotKnowLawsOrPlans() {
    noClasses()
        .that()
        .resideInAnyPackage(packages(CATALOGUES))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages(List.of("law", "plan")))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void dataKnowTheGraphAndTheKeysOfReferencesOnly() {
    noClasses()
        .that()
        .resideInAPackage("org.etalon." + DATA + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.etalon..")
                .and(
                    not(
                        resideInAnyPackage(packages(List.of(DATA, "graph")))
                            .or(type(Arguments.class))
                            .or(assignableTo(Key.class))
                            .or(type(Keyed.class)))))
        .check(CLASSES);
  }

  @Test
  void networksAndLawsDoNotKnowData() {
    noClasses()
        .that()
        .resideInAnyPackage(packages(LAYERS))
        .or()
        .resideInAnyPackage(packages(CATALOGUES))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.etalon." + DATA + "..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void theCoreKnowsNeitherModelFilesNorTheCommandLine() {
    noClasses()
        .that()
        .resideInAnyPackage(packages(LAYERS))
        .or()
        .resideInAnyPackage(packages(CATALOGUES))
        .or()
        .resideInAPackage("org.etalon." + DATA + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages(List.of("onnx", "spec", "lab", "cli")))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void readersOfFilesDoNotKnowTheCommandLine() {
    noClasses()
        .that()
        .resideInAnyPackage(packages(List.of("onnx", "spec")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.etalon.cli..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void theLabKnowsNothingButTheCoreAndDocuments() {
    noClasses()
        .that()
        .resideInAPackage("org.etalon.lab..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages(List.of("onnx", "spec", "cli")))
        .check(CLASSES);
  }

  @Test
  void fitsAndChartsDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("org.etalon.lab.fit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.etalon.lab.plot..", "java.awt..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("org.etalon.lab.plot..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.etalon.lab.fit..")
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("org.etalon.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(CLASSES.stream().map(JavaClass::getPackage).collect(Collectors.toSet()))
        .isNotEmpty()
        .allSatisfy(
            javaPackage ->
                assertThat(javaPackage.isAnnotatedWith(NullMarked.class))
                    .as("%s has a @NullMarked package-info", javaPackage.getName())
                    .isTrue());
  }

  private static Set<String> modules() {
    return CLASSES.stream()
        .map(JavaClass::getPackage)
        .map(JavaPackage::getName)
        .map(name -> name.split("\\.", -1)[2])
        .collect(Collectors.toSet());
  }

  private static String[] packages(List<String> names) {
    return names.stream().map(name -> "org.etalon." + name + "..").toArray(String[]::new);
  }
}
