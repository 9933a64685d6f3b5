package io.farebox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The engine's layout, as rules. */
@AnalyzeClasses(packages = "io.farebox", importOptions = DoNotIncludeTests.class)
class EngineArchitectureTest {
    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NOTHING_BUT_JAVA = classes()
            .that()
            .resideInAPackage("io.farebox.charge")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.farebox.charge");

    @ArchTest
    static final ArchRule THE_CORE_HAS_NO_CLOCK = noClasses()
            .that()
            .resideInAPackage("io.farebox.charge")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.time..", "java.io..", "java.net..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.Random.class);

    @ArchTest
    static final ArchRule THE_PORTS_KNOW_THE_CORE_AND_REACTOR_ONLY = classes()
            .that()
            .resideInAPackage("io.farebox.ledger")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "reactor.core..",
                    "org.reactivestreams..",
                    "io.farebox.charge",
                    "io.farebox.ledger");

    @ArchTest
    static final ArchRule THE_AUDIT_KNOWS_THE_CORE_THE_PORTS_AND_METERS_ONLY = classes()
            .that()
            .resideInAPackage("io.farebox.audit")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.slf4j..",
                    "reactor.core..",
                    "org.reactivestreams..",
                    "io.micrometer..",
                    "io.farebox.charge",
                    "io.farebox.ledger",
                    "io.farebox.metrics",
                    "io.farebox.audit");

    @ArchTest
    static final ArchRule TRACING_IS_A_PORT = classes()
            .that()
            .resideInAPackage("io.farebox.tracing")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "reactor.util.context", "io.farebox.tracing");

    @ArchTest
    static final ArchRule ONLY_WHAT_MOVES_COMMANDS_AND_BLOCKS_IS_TRACED = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.farebox.tracing",
                    "io.farebox.redis",
                    "io.farebox.cassandra",
                    "io.farebox.relay",
                    "io.farebox.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.farebox.tracing");

    @ArchTest
    static final ArchRule LETTUCE_IS_KNOWN_TO_REDIS_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage("io.farebox.redis")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.lettuce..");

    @ArchTest
    static final ArchRule THE_DRIVER_IS_KNOWN_TO_CASSANDRA_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage("io.farebox.cassandra")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.datastax..");

    @ArchTest
    static final ArchRule ADAPTERS_NEVER_SEE_ONE_ANOTHER = noClasses()
            .that()
            .resideOutsideOfPackages("io.farebox.redis", "io.farebox.cassandra", "io.farebox.local", "io.farebox.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.farebox.redis", "io.farebox.cassandra");

    @ArchTest
    static final ArchRule REDIS_KNOWS_NO_CASSANDRA = noClasses()
            .that()
            .resideInAPackage("io.farebox.redis")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.farebox.cassandra", "io.farebox.relay", "io.farebox.audit", "io.farebox.directory");

    @ArchTest
    static final ArchRule CASSANDRA_KNOWS_NO_REDIS = noClasses()
            .that()
            .resideInAPackage("io.farebox.cassandra")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.farebox.redis", "io.farebox.relay", "io.farebox.audit");

    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_NO_HTTP = noClasses()
            .that()
            .resideOutsideOfPackages("io.farebox.api..", "io.farebox.local", "io.farebox.loadtest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "java.net.http..", "io.netty.handler.codec.http..");

    @ArchTest
    static final ArchRule NAMES_ARE_NOUNS = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameStartingWith("Abstract");
}
