package io.farebox.rating;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.farebox.charge.Credits;
import io.farebox.charge.PriceClass;

@AnalyzeClasses(packages = "io.farebox.rating", importOptions = DoNotIncludeTests.class)
class RatingArchitectureTest {
    @ArchTest
    static final ArchRule RATING_KNOWS_NO_OTHER_PACKAGE_BUT_THE_UNIT_OF_VALUE = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "java..", "org.jspecify..", "com.google.i18n.phonenumbers..", "io.farebox.rating")
                    .or(type(Credits.class).or(type(PriceClass.class))));

    @ArchTest
    static final ArchRule LIBPHONENUMBER_IS_ASKED_WHILE_THE_PLANS_ARE_COMPILED_ONLY = noClasses()
            .that()
            .doNotHaveSimpleName("CallingCode")
            .and()
            .doNotHaveSimpleName("Destinations")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.i18n.phonenumbers..");
}
