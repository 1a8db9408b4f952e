package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is in {@code ctx-agent.jar}, and what must not be: the application sees the entry and nothing else of it. */
class ShippedJarIT {

    @Test
    void theApplicationSeesOnlyTheEntry() throws IOException {
        Set<String> visible = names(name -> !name.startsWith("api/"));
        assertThat(visible)
                .containsExactlyInAnyOrder(
                        "io/ctxagent/javaagent/AgentClassLoader.class",
                        "io/ctxagent/javaagent/CtxAgent.class",
                        "io/ctxagent/javaagent/DetachedMark.class",
                        "io/ctxagent/javaagent/Pack.class");
    }

    @Test
    void everyClassOfTheBridgeIsDefinedAndInOrder() throws Exception {
        Set<String> inJar = packed("inst.pack", name -> name.startsWith("io/ctxagent/boot/"));
        Set<String> listed = new TreeSet<>();
        List<String> order = List.of(io.ctxagent.javaagent.wiring.BridgeOrder.names());
        order.forEach(name -> listed.add("io/ctxagent/boot/" + name + ".class"));
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
            Pack pack = Pack.onDisk(jar, "inst.pack");
            for (String name : packed("inst.pack", entry -> entry.startsWith("io/ctxagent/boot/"))) {
                String constants = new String(
                        Objects.requireNonNull(pack.read(name)), java.nio.charset.StandardCharsets.ISO_8859_1);
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
        assertThat(packed("inst.pack", name -> name.contains("ctxagent/context/")))
                .isEmpty();
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

    @Test
    void whatIsPackedForStartsIsPackedOnceMoreForLater() throws IOException {
        Set<String> all = packed("inst.pack", name -> true);
        Set<String> starts = packed("start.pack", name -> true);
        assertThat(all).hasSizeGreaterThan(3000).containsAll(starts);
        try (JarFile jar = jar()) {
            Pack later = Pack.onDisk(jar, "inst.pack");
            Pack now = Pack.inMemory(jar, "start.pack");
            for (String path : starts) {
                assertThat(now.read(path)).as(path).isNotEmpty().isEqualTo(later.read(path));
            }
            assertThat(later.read("net/bytebuddy/ByteBuddy.class"))
                    .startsWith(0xCA, 0xFE, 0xBA, 0xBE)
                    .hasSizeGreaterThan(10_000);
            assertThat(jar.getJarEntry("inst.pack").getMethod())
                    .as("stored, or each class costs the inflation of those before it")
                    .isEqualTo(ZipEntry.STORED);
        }
    }

    /** The paths that a pack says it has. */
    private static Set<String> packed(String pack, java.util.function.Predicate<String> wanted) throws IOException {
        try (JarFile jar = jar();
                InputStream in = jar.getInputStream(jar.getJarEntry(pack))) {
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes());
            Set<String> paths = new TreeSet<>();
            for (int i = 0; i < bytes.getInt(0); i++) {
                byte[] path = new byte[bytes.getInt(4 + 16 * i + 8)];
                bytes.get(bytes.getInt(4 + 16 * i + 4) + 4, path);
                paths.add(new String(path, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
            paths.removeIf(wanted.negate());
            return paths;
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
