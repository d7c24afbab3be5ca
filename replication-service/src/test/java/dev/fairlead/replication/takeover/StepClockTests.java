package dev.fairlead.replication.takeover;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class StepClockTests {

    /** What a clock that is minutes wrong, or set meanwhile, could make of a lease, an operator's data would pay for. */
    @Test
    void noStepReadsTheClockOfItsOwnInstance() {
        noClasses()
                .that()
                .resideInAPackage("dev.fairlead.replication.takeover")
                .and()
                .haveSimpleNameEndingWith("Step")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(InstantSource.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.fairlead.replication.takeover"));
    }
}
