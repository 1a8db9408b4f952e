package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What is in {@code ctx-agent.jar}, and what must not be: the application sees the entry and nothing else of it. */
class ShippedJarIT {

    @Test
    void theApplicationSeesOnlyTheEntry() throws IOException {
        Set<String> visible =
                names(name -> !name.startsWith("inst/") && !name.startsWith("boot/") && !name.startsWith("api/"));
        assertThat(visible)
                .containsExactlyInAnyOrder(
                        "io/ctxagent/javaagent/AgentClassLoader.class",
                        "io/ctxagent/javaagent/CtxAgent.class",
                        "io/ctxagent/javaagent/DetachedMark.class");
    }

    @Test
    void everyClassOfTheBridgeIsDefinedAndInOrder() throws Exception {
        Set<String> inJar = names(name -> name.startsWith("boot/"));
        Set<String> listed = new TreeSet<>();
        List<String> order = List.of(io.ctxagent.javaagent.wiring.BridgeOrder.names());
        order.forEach(name -> listed.add("boot/io/ctxagent/boot/" + name + ".class"));
        assertThat(inJar).isEqualTo(listed);
        for (String name : order) {
            Class<?> above = Class.forName("io.ctxagent.boot." + name, false, ShippedJarIT.class.getClassLoader())
                    .getSuperclass();
            if (above != null && above.getName().startsWith("io.ctxagent.boot.")) {
                String simple = above.getName().substring("io.ctxagent.boot.".length());
                assertThat(order.indexOf(simple))
                        .as("%s before %s", simple, name)
                        .isLessThan(order.indexOf(name));
            }
        }
    }

    @Test
    void theBridgeNamesNothingOutsideJavaBase() throws IOException {
        try (JarFile jar = jar()) {
            for (String name : names(entry -> entry.startsWith("boot/"))) {
                String constants = new String(
                        jar.getInputStream(jar.getJarEntry(name)).readAllBytes(),
                        java.nio.charset.StandardCharsets.ISO_8859_1);
                assertThat(constants)
                        .as(name)
                        .doesNotContain("java/sql/", "java/util/logging", "net/bytebuddy", "java/util/stream");
                assertThat(constants).as("%s has no lambda", name).doesNotContain("LambdaMetafactory");
            }
        }
    }

    @Test
    void theContextLibraryIsWhereOnlyALoaderOfItsOwnFindsIt() throws IOException {
        assertThat(names(name -> name.contains("io/ctxagent/context/")))
                .contains("api/io/ctxagent/context/AgentPort.class")
                .allMatch(name -> name.startsWith("api/"));
    }

    @Test
    void theManifestNamesBothEntries() throws IOException {
        try (JarFile jar = jar()) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Premain-Class")).isEqualTo(CtxAgent.class.getName());
            assertThat(manifest.getValue("Agent-Class")).isEqualTo(CtxAgent.class.getName());
            assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
            assertThat(manifest.getValue("Boot-Class-Path")).isNull();
        }
    }

    private static JarFile jar() throws IOException {
        return new JarFile(ChildJvm.AGENT.toFile());
    }

    private static Set<String> names(java.util.function.Predicate<String> wanted) throws IOException {
        try (JarFile jar = jar()) {
            Set<String> names = new TreeSet<>();
            jar.stream()
                    .map(java.util.zip.ZipEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .filter(wanted)
                    .forEach(names::add);
            return names;
        }
    }
}
