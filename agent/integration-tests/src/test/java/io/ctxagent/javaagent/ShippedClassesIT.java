package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Snapshot;
import io.ctxagent.programs.ServiceProgram;
import io.ctxagent.programs.WakeProgram;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classes that the build wove for this JDK: a start that finds nothing in the cache takes them and loads no Byte Buddy. */
class ShippedClassesIT {

    private static final Duration MOST = Duration.ofSeconds(120);

    @TempDir
    Path temporary;

    private Path cache;
    private Path classes;

    @BeforeEach
    void place() {
        cache = temporary.resolve("cache");
        classes = temporary.resolve("classes.txt");
    }

    @Test
    void aStartWithAnEmptyCacheWeavesNothingAndWritesNothing() throws IOException {
        assertThat(hello(ChildJvm.AGENT, "cache=" + cache)).isZero();
        assertThat(cache).doesNotExist();
        assertThat(hello(ChildJvm.AGENT, "cache=" + cache, "-XX:-UseSerialGC", "-XX:+UseParallelGC"))
                .isZero();
        assertThat(hello(ChildJvm.AGENT, "cache=" + cache, "-XX:-UseSerialGC", "-XX:+UseG1GC"))
                .isZero();
    }

    @Test
    void whereThereCanBeNoCacheTheyAreUsedToo() throws IOException {
        Path file = Files.writeString(temporary.resolve("a-file"), "x");
        assertThat(hello(ChildJvm.AGENT, "cache=" + file.resolve("cache"))).isZero();
    }

    @Test
    void offIsOffForThemToo() {
        assertThat(hello(ChildJvm.AGENT, "cache=off")).isPositive();
    }

    @Test
    void everyHookIsInAndBlockedCallsAreWoken() throws Exception {
        try (ChildJvm jvm = jvm(ChildJvm.AGENT, "cache=" + cache, List.of(), ServiceProgram.class)) {
            jvm.awaitLine("READY"::equals);
            Snapshot snapshot = Inspection.snapshot(Inspection.attach(jvm, ""), Map.of("grace", "0ms"));
            assertThat(snapshot.agent().complete()).isTrue();
            assertThat(snapshot.agent().hooks())
                    .extracting(hook -> hook.state())
                    .containsOnly("bound", "unused")
                    .contains("bound", "unused");
        }
        String families = "queue,lock,future,sleep,wait,join,socket";
        try (ChildJvm jvm = jvm(
                ChildJvm.AGENT, "cache=" + cache, List.of(), WakeProgram.class, families, "cancel", "platform", "x")) {
            assertThat(jvm.awaitExit(MOST)).isZero();
            assertThat(jvm.out())
                    .filteredOn(line -> !line.equals("END"))
                    .hasSizeGreaterThan(30)
                    .allMatch(line -> line.contains("|woken|"));
        }
    }

    @Test
    void aPackThatIsBrokenIsNotUsed() throws IOException {
        Path broken = temporary.resolve("broken.jar");
        Files.copy(ChildJvm.AGENT, broken);
        try (FileSystem jar = FileSystems.newFileSystem(broken)) {
            Path pack = jar.getPath("woven.pack");
            byte[] bytes = Files.readAllBytes(pack);
            // So many that no class and no part of the index is spared.
            for (int i = 100; i < bytes.length; i += 100) {
                bytes[i] ^= 0x40;
            }
            Files.write(pack, bytes);
        }
        assertThat(hello(broken, "cache=" + cache)).isPositive();
    }

    private int hello(Path agent, String options, String... flags) {
        try (ChildJvm jvm = jvm(agent, options, List.of(flags), StartIT.Hello.class)) {
            assertThat(jvm.awaitExit(MOST)).isZero();
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out()).containsExactly("hello");
        }
        return loadedOfByteBuddy();
    }

    private ChildJvm jvm(Path agent, String options, List<String> more, Class<?> main, String... arguments) {
        List<String> flags = new ArrayList<>(more);
        flags.add("-Xlog:class+load=info:file=" + classes + "::filecount=0");
        flags.add("-javaagent:" + agent + "=" + options);
        return ChildJvm.start(flags, main, arguments);
    }

    private int loadedOfByteBuddy() {
        try (Stream<String> lines = Files.lines(classes)) {
            return (int) lines.filter(line -> line.contains(" net.bytebuddy.")).count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
