package dev.fairlead.runs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    @Test
    void whatDecidesIsPure() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "com.github..",
                        "tools.jackson..",
                        "java.sql..",
                        "java.io..",
                        "org.slf4j..")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(new ClassFileImporter()
                        .importClasses(
                                RunProgress.class,
                                Next.class,
                                Run.class,
                                RunStep.class,
                                PlannedStep.class,
                                Commands.class,
                                Readiness.class,
                                Outcome.class));
    }
}
