package io.ctxagent.javaagent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Arrows between the rooms never run back. */
class ArchitectureTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.ctxagent");

    @Test
    void theBridgeSeesTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("io.ctxagent.boot..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.ctxagent.boot..",
                        "java.lang..",
                        "java.util..",
                        "java.io",
                        "java.net",
                        "java.nio.channels",
                        "org.jspecify..")
                .check(HOUSE);
    }

    @Test
    void theContextLibrarySeesTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("io.ctxagent.context..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.ctxagent.context..", "java..", "org.jspecify..")
                .check(HOUSE);
    }

    @Test
    void theModelSeesNobody() {
        noClasses()
                .that()
                .resideInAPackage("io.ctxagent.model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.ctxagent.boot..", "io.ctxagent.recorder..", "io.ctxagent.report..", "net.bytebuddy..")
                .check(HOUSE);
    }

    @Test
    void onlyInstrumentSeesByteBuddy() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.ctxagent.instrument..", "io.ctxagent.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.bytebuddy..")
                .check(HOUSE);
    }

    @Test
    void recorderAndReportAndInstrumentDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("io.ctxagent.instrument..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.ctxagent.recorder..", "io.ctxagent.report..", "io.ctxagent.model..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("io.ctxagent.report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.ctxagent.recorder..", "io.ctxagent.boot..")
                .check(HOUSE);
    }

    @Test
    void nobodyDependsOnTheWiring() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.ctxagent.javaagent..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.ctxagent.javaagent..")
                .check(HOUSE);
    }

    @Test
    void nobodyDeserialisesOrLooksThingsUpByName() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.rmi..", "javax.naming..")
                .check(HOUSE);
    }
}
