package org.etalon.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Serializable;
import org.junit.jupiter.api.Test;

/** What this module may know, and how it is known by other versions of itself. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.etalon.spark");

  @Test
  void onlyTheApplicationKnowsTheCommandLine() {
    noClasses()
        .that()
        .doNotHaveSimpleName(Application.class.getSimpleName())
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.etalon.cli..")
        .check(CLASSES);
  }

  @Test
  void whatExecutorsDoNeedsNoStore() {
    noClasses()
        .that()
        .haveNameMatching(".*\\.(TrialTask|Bench|Order|Answer.*|ModelFile|TorchRunners)")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(".*\\.lab\\.store\\.(Store|Leases|StoreAddress)")
        .check(CLASSES);
  }

  @Test
  void whatTravelsKeepsItsNumberOverVersions() {
    var travelling =
        CLASSES.stream()
            .filter(type -> type.isAssignableTo(Serializable.class) && !type.isInterface())
            .toList();
    assertThat(travelling)
        .extracting(JavaClass::getSimpleName)
        .contains("TrialTask", "Bench", "ModelFile", "TorchRunners");
    assertThat(travelling)
        .filteredOn(type -> type.tryGetField("serialVersionUID").isEmpty())
        .isEmpty();
  }
}
