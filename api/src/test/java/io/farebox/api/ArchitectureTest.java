package io.farebox.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may see whom. */
@AnalyzeClasses(
        packages = "io.farebox",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestsOfTheEngine.class})
class ArchitectureTest {
    /** The engine's tests are on this class path as a jar, for the scenarios in it. */
    static final class NoTestsOfTheEngine implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule VERTX_ONLY_IN_THE_API = noClasses()
            .that()
            .resideOutsideOfPackage("io.farebox.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx..");

    @ArchTest
    static final ArchRule LETTUCE_ONLY_IN_REDIS = noClasses()
            .that()
            .resideOutsideOfPackage("io.farebox.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.lettuce..");

    @ArchTest
    static final ArchRule DRIVER_ONLY_IN_CASSANDRA = noClasses()
            .that()
            .resideOutsideOfPackage("io.farebox.cassandra..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.datastax..");

    @ArchTest
    static final ArchRule OPENTELEMETRY_ONLY_IN_TRACING = noClasses()
            .that()
            .resideOutsideOfPackage("io.farebox.api.tracing")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule ADAPTERS_ONLY_IN_THE_COMPOSITION_ROOT = noClasses()
            .that()
            .resideInAPackage("io.farebox.api.*..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.farebox.redis..", "io.farebox.cassandra..", "io.farebox.relay..");

    @ArchTest
    static final ArchRule NO_CALL_IS_DECIDED_IN_THE_API = noClasses()
            .that()
            .resideInAnyPackage("io.farebox.api.http..", "io.farebox.api.json..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.farebox.rating..");

    @ArchTest
    static final ArchRule PACKAGES_OF_CALLS_DO_NOT_SEE_ONE_ANOTHER = slices().matching(
                    "io.farebox.api.(report|carrier|operation)..")
            .should()
            .notDependOnEachOther();
}
