package io.ctxagent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.instrument.advice.BlockingWaitAdvice;
import io.ctxagent.instrument.advice.WaitAdvice;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The facts of a family against its hooks: neither says more than the other. */
class FactsTest {

    static Stream<BlockingFamily> families() {
        return BlockingFamilies.all().stream();
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyHookIsInOneRow(BlockingFamily family) {
        for (Hook hook : hooksOfAllJdks(family)) {
            List<Facts> rows = rows(family, hook);
            if (hook.method().equals(Hook.INTERRUPTIBLE)) {
                assertThat(rows).as("%s", hook).isNotEmpty();
            } else {
                assertThat(rows).as("%s", hook).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyTargetHasAHook(BlockingFamily family) {
        for (Target target : targets(family)) {
            assertThat(FamiliesPage.versions(family, target)).as("%s", target).isNotEmpty();
            for (String method : target.methods()) {
                assertThat(hooksOfAllJdks(family))
                        .as("%s of %s", method, target.type())
                        .anyMatch(hook -> hook.type().equals(target.type())
                                && List.of(Hook.INTERRUPTIBLE, method).contains(hook.method()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void theInterruptibleMethodsOfThisJdkAreTheOnesThatAreNamed(BlockingFamily family) throws ClassNotFoundException {
        int jdk = Runtime.version().feature();
        for (Hook hook : family.hooks(jdk)) {
            if (hook.method().equals(Hook.INTERRUPTIBLE)) {
                Set<String> named = targets(family).stream()
                        .filter(target -> target.type().equals(hook.type()))
                        .filter(target -> target.from() <= jdk && jdk <= target.until())
                        .flatMap(target -> target.methods().stream())
                        .filter(method -> family.hooks(jdk).stream()
                                .noneMatch(other -> other.type().equals(hook.type())
                                        && other.method().equals(method)))
                        .collect(Collectors.toCollection(TreeSet::new));
                assertThat(named).as("facts on %s", hook.type()).isEqualTo(interruptible(hook.type()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void aRowIsRecordedWhenItsAdviceRecordsIt(BlockingFamily family) {
        for (Hook hook : hooksOfAllJdks(family)) {
            for (Facts facts : rows(family, hook)) {
                if (hook.advice() == WaitAdvice.class && !hook.method().equals(Hook.INTERRUPTIBLE)) {
                    assertThat(facts.recorded()).as("%s", hook).isEqualTo(Facts.Recorded.WHEN_IT_PARKS);
                }
                if (hook.advice() == BlockingWaitAdvice.class) {
                    assertThat(facts.recorded()).as("%s", hook).isEqualTo(Facts.Recorded.ON_ENTRY);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void hooksCarryTheNameOfTheirFamily(BlockingFamily family) {
        assertThat(hooksOfAllJdks(family)).allMatch(hook -> hook.family() == family.family());
        assertThat(family.facts()).isNotEmpty();
    }

    private static List<Facts> rows(BlockingFamily family, Hook hook) {
        return family.facts().stream()
                .filter(facts -> facts.targets().stream().anyMatch(target -> target.covers(hook)))
                .toList();
    }

    private static List<Target> targets(BlockingFamily family) {
        return family.facts().stream()
                .flatMap(facts -> facts.targets().stream())
                .filter(target -> !target.type().isEmpty())
                .toList();
    }

    private static Set<Hook> hooksOfAllJdks(BlockingFamily family) {
        return IntStream.rangeClosed(FamiliesPage.FIRST_JDK, FamiliesPage.LAST_JDK)
                .boxed()
                .flatMap(jdk -> family.hooks(jdk).stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> interruptible(String type) throws ClassNotFoundException {
        return Stream.of(Class.forName(type, false, null).getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !Modifier.isAbstract(method.getModifiers()))
                .filter(method -> !method.isSynthetic())
                .filter(method -> List.of(method.getExceptionTypes()).contains(InterruptedException.class))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
