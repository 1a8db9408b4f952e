package io.ctxagent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The hooks for JDK 21, which no test runs on, against the methods that its classes have: {@code jdk-21-methods.txt}, written
 * down from the sources of 21.0.4 for Linux. Each line is a method with its descriptor, then what it is.
 */
class Jdk21Test {

    private static final int JDK = 21;
    private static final List<Method> METHODS = read();

    private record Method(String type, String name, String descriptor, Set<String> is) {

        static Method of(String line) {
            String[] words = line.split(" ", -1);
            int parameters = words[0].indexOf('(');
            int dot = words[0].lastIndexOf('.', parameters);
            return new Method(
                    words[0].substring(0, dot),
                    words[0].substring(dot + 1, parameters),
                    words[0].substring(parameters),
                    Stream.of(words).skip(1).collect(Collectors.toSet()));
        }

        boolean interruptible() {
            return is.contains("public") && !is.contains("static") && is.contains("interruptible");
        }

        /** As {@code ClassWeaver} looks for it. */
        boolean wovenBy(Hook hook) {
            boolean named = hook.method().equals(Hook.INTERRUPTIBLE) ? interruptible() : name.equals(hook.method());
            boolean described = hook.descriptor() == null || hook.descriptor().equals(descriptor);
            return type.equals(hook.type()) && named && described && !is.contains("abstract") && !is.contains("native");
        }
    }

    static Stream<BlockingFamily> families() {
        return BlockingFamilies.all().stream();
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyHookHasItsMethod(BlockingFamily family) {
        for (Hook hook : family.hooks(JDK)) {
            assertThat(METHODS).as("%s", hook).anyMatch(method -> method.wovenBy(hook));
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void whatIsHookedBecauseItIsInterruptibleIsNamedByTheFacts(BlockingFamily family) {
        List<Hook> hooks = family.hooks(JDK);
        for (Hook hook : hooks) {
            if (hook.method().equals(Hook.INTERRUPTIBLE)) {
                Set<String> named = family.facts().stream()
                        .flatMap(facts -> facts.targets().stream())
                        .filter(target -> target.type().equals(hook.type()))
                        .filter(target -> target.from() <= JDK && JDK <= target.until())
                        .flatMap(target -> target.methods().stream())
                        .filter(name -> hooks.stream()
                                .noneMatch(other -> other.type().equals(hook.type())
                                        && other.method().equals(name)))
                        .collect(Collectors.toCollection(TreeSet::new));
                Set<String> there = METHODS.stream()
                        .filter(method -> method.wovenBy(hook))
                        .map(Method::name)
                        .collect(Collectors.toCollection(TreeSet::new));
                assertThat(named).as("facts on %s", hook.type()).isEqualTo(there);
            }
        }
    }

    @Test
    void theListHoldsNothingElse() {
        List<Hook> hooks =
                families().flatMap(family -> family.hooks(JDK).stream()).toList();
        assertThat(METHODS)
                .hasSizeGreaterThan(100)
                .allMatch(method -> hooks.stream().anyMatch(hook -> hook.type().equals(method.type())));
    }

    private static List<Method> read() {
        try (InputStream in = Objects.requireNonNull(Jdk21Test.class.getResourceAsStream("/jdk-21-methods.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Method::of)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
