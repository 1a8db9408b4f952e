package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Snapshot;
import io.ctxagent.programs.ServiceProgram;
import io.ctxagent.programs.WakeProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The cache of woven classes, seen from outside: a start that finds its classes there loads no Byte Buddy. With a jar that has no woven
 * classes of its own, as on a JDK that its build has not met.
 */
@Execution(ExecutionMode.CONCURRENT)
class CacheIT {

    private static final Duration MOST = Duration.ofSeconds(60);

    @TempDir
    Path temporary;

    private Path cache;
    private int runs;

    @BeforeEach
    void place() {
        cache = temporary.resolve("cache");
    }

    @Test
    void aFirstStartFillsItAndTheNextWeavesNothing() throws IOException {
        assertThat(hello(cache)).as("the first start weaves").isPositive();
        assertThat(files()).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rwx------");
        assertThat(hello(cache)).as("classes of Byte Buddy").isZero();
    }

    @Test
    void theHooksAreTheSameFromTheCacheAndOneWhoseClassIsNotThereYetIsUnused() throws Exception {
        Snapshot woven = service();
        Snapshot cached = service();
        assertThat(runs).isEqualTo(2);
        assertThat(loadedOfByteBuddy()).isZero();
        // Byte Buddy itself loads a few of the listed classes, which are bound then and unused without it.
        Map<String, String> cachedStates = states(cached);
        Map<String, String> wovenStates = states(woven);
        cachedStates.forEach((target, state) -> {
            if (state.equals("bound")) {
                assertThat(wovenStates).as(target).containsEntry(target, "bound");
            }
        });
        wovenStates.forEach((target, state) -> {
            if (!state.equals(cachedStates.get(target))) {
                String type = target.substring(0, target.lastIndexOf('.'));
                assertThat(cachedStates)
                        .as(target)
                        .satisfiesAnyOf(
                                all -> assertThat(all).containsEntry(type + ".*", "unused"),
                                all -> assertThat(all).containsEntry(target, "unused"));
            }
        });
        assertThat(cached.agent().complete()).isTrue();
        assertThat(cached.agent().hooks()).anySatisfy(hook -> {
            assertThat(hook.target()).isEqualTo("java.util.concurrent.LinkedBlockingQueue.take");
            assertThat(hook.state()).isEqualTo("bound");
        });
        assertThat(cached.agent().hooks())
                .extracting(hook -> hook.state())
                .containsOnly("bound", "unused")
                .contains("unused");
    }

    @Test
    void blockedCallsAreWokenByWhatComesFromTheCacheOnEveryKindOfThread() {
        String families = "queue,lock,future,sleep,wait,join,socket";
        List<String> kinds = Runtime.version().feature() >= 21 ? List.of("platform", "virtual") : List.of("platform");
        for (String kind : kinds) {
            wake(families, kind);
            List<String> rows = wake(families, kind);
            assertThat(loadedOfByteBuddy()).as(kind).isZero();
            assertThat(rows).hasSizeGreaterThan(30).allMatch(row -> row.contains("|woken|"));
        }
    }

    @Test
    void aFamilyThatIsOffIsOffFromTheCacheToo() {
        hello(cache);
        try (ChildJvm jvm = jvm("families=-queue", WakeProgram.class, "queue", "control", "platform", "x")) {
            jvm.awaitExit(MOST);
            assertThat(jvm.out()).filteredOn(line -> !line.equals("END")).allMatch(line -> line.contains("|stuck|"));
        }
    }

    @Test
    void aFileThatIsBrokenOrForeignIsIgnoredInSilenceAndReplaced() throws IOException {
        hello(cache);
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        Map<String, Damage> damages = new HashMap<>();
        damages.put("empty", () -> Files.write(file, new byte[0]));
        damages.put("garbage", () -> Files.writeString(file, "not a cache".repeat(1000)));
        damages.put("truncated", () -> Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2)));
        int inLockSupport =
                new String(whole, StandardCharsets.ISO_8859_1).indexOf("java/util/concurrent/locks/LockSupport") + 4000;
        damages.put("one bit in a class", () -> Files.write(file, flipped(whole, inLockSupport)));
        damages.put("one bit in the title", () -> Files.write(file, flipped(whole, 200)));
        damages.put(
                "writable for all",
                () -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-")));
        damages.put("a link", () -> {
            Path elsewhere = temporary.resolve("elsewhere");
            Files.move(file, elsewhere, StandardCopyOption.REPLACE_EXISTING);
            Files.createSymbolicLink(file, elsewhere);
        });
        damages.put(
                "directory for all",
                () -> Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx")));
        if (Files.getAttribute(cache, "unix:uid").equals(0)) {
            damages.put("somebody else's", () -> Files.setAttribute(file, "unix:uid", 4711));
        }
        for (Map.Entry<String, Damage> damage : damages.entrySet()) {
            damage.getValue().run();
            assertThat(hello(cache)).as("woven anew: %s", damage.getKey()).isPositive();
            assertThat(hello(cache)).as("replaced: %s", damage.getKey()).isZero();
            assertThat(Files.isSymbolicLink(file)).isFalse();
        }
    }

    @Test
    void whereItCannotBeTheAgentWorksWithoutAWord() throws IOException {
        Path file = Files.writeString(temporary.resolve("a-file"), "x");
        assertThat(hello(file.resolve("cache"))).isPositive();
        assertThat(hello(Path.of("/proc/ctx-agent-cache"))).isPositive();
        try (ChildJvm jvm = ChildJvm.start(
                environment -> {
                    environment.remove("CTX_AGENT_CACHE");
                    environment.remove("XDG_CACHE_HOME");
                    environment.remove("HOME");
                },
                List.of("-javaagent:" + ChildJvm.UNWOVEN, "-Duser.home=?"),
                StartIT.Hello.class)) {
            greets(jvm);
        }
    }

    @Test
    void withoutAnOptionItIsInTheUsersOwnCacheDirectory() throws IOException {
        Path home = Files.createDirectory(temporary.resolve("home"));
        for (int run = 0; run < 2; run++) {
            try (ChildJvm jvm = ChildJvm.start(
                    environment -> {
                        environment.remove("CTX_AGENT_CACHE");
                        environment.remove("XDG_CACHE_HOME");
                        environment.put("HOME", home.toString());
                    },
                    List.of("-javaagent:" + ChildJvm.UNWOVEN),
                    StartIT.Hello.class)) {
                greets(jvm);
            }
        }
        try (Stream<Path> all = Files.walk(home)) {
            assertThat(all.filter(Files::isRegularFile))
                    .singleElement()
                    .satisfies(file -> assertThat(file.getParent().getFileName().toString())
                            .isEqualTo("ctx-agent"));
        }
    }

    @Test
    void offIsOff() {
        assertThat(helloWith("cache=off")).isPositive();
        assertThat(cache).doesNotExist();
    }

    @Test
    void aByteBuddyOfSomebodyElsesInTheBootClassPathIsNotTheAgents() throws IOException {
        Path theirs = temporary.resolve("theirs/net/bytebuddy/ByteBuddy.class");
        Files.createDirectories(theirs.getParent());
        Files.writeString(theirs, "not a class");
        List<String> flags = flags();
        flags.add("-Xbootclasspath/a:" + temporary.resolve("theirs"));
        flags.add("-javaagent:" + ChildJvm.UNWOVEN + "=cache=off");
        try (ChildJvm jvm = ChildJvm.start(flags, StartIT.Hello.class)) {
            assertThat(jvm.awaitExit(MOST)).isZero();
            assertThat(jvm.err()).noneMatch(line -> line.contains("ctx-agent"));
            assertThat(jvm.out()).contains("hello");
        }
        assertThat(loadedOfByteBuddy()).isPositive();
    }

    @Test
    void twoThatStartAtOnceDoNotDisturbEachOther() throws IOException {
        List<ChildJvm> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(jvm("", StartIT.Hello.class));
        }
        for (ChildJvm jvm : all) {
            try (jvm) {
                greets(jvm);
            }
        }
        assertThat(files()).hasSize(1);
        assertThat(hello(cache)).isZero();
    }

    @Test
    void anotherBuildOfTheAgentUsesNoneOfIt() throws Exception {
        hello(cache);
        byte[] id = "0".repeat(64).getBytes(StandardCharsets.US_ASCII);
        Path other = RepackedAgent.copy(temporary.resolve("other.jar"), Map.of("inst/build-id", id));
        assertThat(hello(other, "cache=" + cache)).isPositive();
        assertThat(files()).hasSize(2);
        assertThat(hello(other, "cache=" + cache)).isZero();
        assertThat(hello(cache)).as("the old one is still there").isZero();
    }

    @Test
    void aStartFromTheCacheNeedsNothingButWhatIsPackedForStarts() throws IOException {
        hello(cache);
        assertThat(hello(cache)).isZero();
        Path without = temporary.resolve("without.jar");
        Files.copy(ChildJvm.UNWOVEN, without);
        try (FileSystem jar = FileSystems.newFileSystem(without)) {
            Files.delete(jar.getPath("inst.pack"));
        }
        assertThat(hello(without, "cache=" + cache)).isZero();
        assertThat(Files.readAllLines(classes())).anyMatch(line -> line.contains("io.ctxagent.instrument.HookState"));
    }

    /**
     * The JVM puts the methods of a class that is loaded already in the order of their names' addresses, another one each time, unless
     * an agent from its start has asked for that of the class file ({@code JvmtiClassFileReconstituter::write_method_infos}, 17 to 25).
     */
    @Test
    void aLateAttachUsesItToo() throws Exception {
        Path inOrder = temporary.resolve("in-order.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", InOrder.class.getName());
        manifest.getMainAttributes().putValue("Can-Maintain-Original-Method-Order", "true");
        new JarOutputStream(Files.newOutputStream(inOrder), manifest).close();
        List<Integer> woven = new ArrayList<>();
        for (int run = 0; run < 3; run++) {
            List<String> flags = flags();
            flags.add("-javaagent:" + inOrder);
            try (ChildJvm jvm = ChildJvm.start(flags, ServiceProgram.class)) {
                jvm.awaitLine("READY"::equals);
                Inspection.attach(jvm, ChildJvm.UNWOVEN, ",cache=" + cache);
                Awaitility.await().atMost(MOST).until(() -> !files().isEmpty());
            }
            woven.add(loadedOfByteBuddy());
        }
        System.out.println("late attaches, classes of Byte Buddy: " + woven);
        assertThat(woven.get(0)).isPositive();
        assertThat(woven.get(2)).as("%s", woven).isZero();
    }

    /** An agent that does nothing. */
    public static final class InOrder {

        private InOrder() {}

        public static void premain(String options) {}
    }

    private interface Damage {
        void run() throws IOException;
    }

    private static byte[] flipped(byte[] whole, int at) {
        byte[] broken = whole.clone();
        broken[at] ^= 0x40;
        return broken;
    }

    private Snapshot service() throws Exception {
        try (ChildJvm jvm = jvm("", ServiceProgram.class)) {
            jvm.awaitLine("READY"::equals);
            Snapshot snapshot =
                    Inspection.snapshot(Inspection.attach(jvm, ChildJvm.UNWOVEN, ""), Map.of("grace", "0ms"));
            return snapshot;
        }
    }

    private static Map<String, String> states(Snapshot snapshot) {
        Map<String, String> states = new HashMap<>();
        snapshot.agent().hooks().forEach(hook -> states.put(hook.family() + " " + hook.target(), hook.state()));
        return states;
    }

    private List<String> wake(String families, String kind) {
        try (ChildJvm jvm = jvm("", WakeProgram.class, families, "cancel", kind, "x")) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(120))).isZero();
            assertThat(jvm.err()).isEmpty();
            return jvm.out().stream().filter(line -> !line.equals("END")).toList();
        }
    }

    /** How many classes of Byte Buddy a start loads. */
    private int hello(Path folder) {
        return helloWith("cache=" + folder);
    }

    private int helloWith(String options) {
        return hello(ChildJvm.UNWOVEN, options);
    }

    private int hello(Path jar, String options) {
        List<String> flags = flags();
        flags.add("-javaagent:" + jar + "=" + options);
        try (ChildJvm jvm = ChildJvm.start(flags, StartIT.Hello.class)) {
            greets(jvm);
        }
        return loadedOfByteBuddy();
    }

    private ChildJvm jvm(String options, Class<?> main, String... arguments) {
        List<String> flags = flags();
        flags.add("-javaagent:" + ChildJvm.UNWOVEN + "=cache=" + cache + (options.isEmpty() ? "" : "," + options));
        return ChildJvm.start(flags, main, arguments);
    }

    private static void greets(ChildJvm jvm) {
        assertThat(jvm.awaitExit(MOST)).isZero();
        assertThat(jvm.err()).isEmpty();
        assertThat(jvm.out()).containsExactly("hello");
    }

    private List<String> flags() {
        runs++;
        List<String> flags = new ArrayList<>();
        flags.add("-Xlog:class+load=info:file=" + classes() + "::filecount=0");
        return flags;
    }

    private Path classes() {
        return temporary.resolve("classes-" + runs + ".txt");
    }

    private int loadedOfByteBuddy() {
        try (Stream<String> lines = Files.lines(classes())) {
            return (int) lines.filter(line -> line.contains(" net.bytebuddy.")).count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.exists(cache)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(cache)) {
            return all.filter(path -> path.toString().endsWith(".woven")).toList();
        }
    }
}
