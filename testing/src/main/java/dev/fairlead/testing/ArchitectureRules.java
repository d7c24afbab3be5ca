package dev.fairlead.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The rules that hold in every service; each service's {@code ArchitectureTests} names its deciders and adapters. */
public final class ArchitectureRules {

    private final String root;
    private final JavaClasses classes;

    private ArchitectureRules(String root) {
        this.root = root;
        this.classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(root);
    }

    public static ArchitectureRules of(String rootPackage) {
        return new ArchitectureRules(rootPackage);
    }

    /** Deciders are pure: no I/O, no clock, no chance, no logging, no framework. */
    public ArchitectureRules deciders(String... packages) {
        noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "java.sql..",
                        "java.io..",
                        "java.nio..",
                        "jakarta..",
                        "org.slf4j..",
                        "java.net.http..",
                        "dev.fairlead.bus..",
                        "dev.fairlead.loop..")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Random.class)
                .check(classes);
        return this;
    }

    /** Nothing outside an adapter's package imports it. */
    public ArchitectureRules adapters(String... packages) {
        for (String adapter : packages) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage(adapter)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(adapter)
                    .check(classes);
        }
        return this;
    }

    /** Features do not depend on each other in circles. */
    public ArchitectureRules noCycles() {
        slices().matching(root + ".(*)..").should().beFreeOfCycles().check(classes);
        return this;
    }

    /** Entities stay behind their feature: no controller returns or takes one. */
    public ArchitectureRules noEntityOnTheWire() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith("org.springframework.web.bind.annotation.RestController")
                .should()
                .haveRawReturnType(JavaClass.Predicates.belongTo(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "entities", type -> type.isAnnotatedWith("jakarta.persistence.Entity"))))
                .allowEmptyShould(true)
                .check(classes);
        return this;
    }
}
