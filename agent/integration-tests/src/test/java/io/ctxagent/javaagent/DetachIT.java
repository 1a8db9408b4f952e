package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.model.wire.Detached;
import io.ctxagent.programs.DetachProgram;
import io.ctxagent.programs.ObserverAgent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.utility.OpenedClassReader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent leaves a JVM that goes on working, and may come again. */
class DetachIT {

    /** Fifty are run with {@code -Dctx.test.rounds=50}; each costs a second or two. */
    private static final int ROUNDS = Integer.getInteger("ctx.test.rounds", 3);

    /** Of each some class is woven. */
    private static final List<String> CONCERNED = List.of(
            "java/util/concurrent/",
            "sun/nio/ch/",
            "sun/security/ssl/",
            "jdk/internal/net/http/",
            "sun/net/httpserver/",
            "org/h2/",
            "com/zaxxer/hikari/");

    private static final Pattern LEFT =
            Pattern.compile("LEFT loaders=(\\d+) weavers=(\\d+) threads=\\[(.*)] classes=(\\d+) metaspace=(\\d+)");

    @TempDir
    private static Path folder;

    private record Left(int loaders, int weavers, String threads, int classes, int metaspace) {}

    @Test
    void roundAfterRoundNothingOfTheAgentStays() throws Exception {
        try (ChildJvm jvm = ChildJvm.withoutAgent(DetachProgram.class)) {
            jvm.awaitLine("READY"::equals);
            send(jvm, "j"); // what is known of a driver's classes must not outlive the agent
            List<Left> rounds = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                AttachReply reply = Inspection.attach(jvm, round % 2 == 0 ? ",mode=enforce" : "");
                assertThat(Inspection.snapshot(reply, Map.of("grace", "0ms"))
                                .agent()
                                .hooks())
                        .isNotEmpty();
                assertThat(left(jvm).loaders()).as("the probe sees a loader").isEqualTo(1);
                Inspection.detach(reply);
                rounds.add(awaitNothingLeft(jvm));
            }
            // What grows all the same is in decision 40.
            int settled = ROUNDS / 3;
            System.out.println("detach: metaspace in KB after each round: "
                    + rounds.stream().map(Left::metaspace).toList());
            assertThat(rounds.get(ROUNDS - 1).metaspace() - rounds.get(settled).metaspace())
                    .isLessThan(200 * (ROUNDS - settled));
            assertThat(jvm.err()).allMatch(line -> line.startsWith("WARNING:"));
        }
    }

    @Test
    void everyClassHasItsOwnBytesAgain() throws Exception {
        Path observer = observer();
        try (ChildJvm jvm = ChildJvm.withoutAgent(DetachProgram.class)) {
            jvm.awaitLine("READY"::equals);
            send(jvm, "j");
            send(jvm, "n");
            jvm.awaitLine("ASKED 204 7"::equals);
            observe(jvm, observer);
            Map<String, String> before = observe(jvm, observer);
            AttachReply reply = Inspection.attach(jvm, ",mode=enforce");
            Map<String, String> during = observe(jvm, observer);
            Detached detached = Inspection.detach(reply);
            Map<String, String> after = observe(jvm, observer);
            assertThat(during.values())
                    .filteredOn(bytes -> bytes.endsWith("woven"))
                    .hasSizeGreaterThan(15);
            for (String concerned : CONCERNED) {
                assertThat(during.keySet())
                        .as("woven classes of %s", concerned)
                        .anyMatch(name ->
                                name.startsWith(concerned) && during.get(name).endsWith("woven"));
            }
            // A look begins with what a class was at first, so it does not see one that was forgotten.
            long woven = during.values().stream()
                    .filter(bytes -> bytes.endsWith("woven"))
                    .count();
            assertThat(detached.restored()).isGreaterThanOrEqualTo((int) woven);
            assertThat(detached.left()).isEmpty();
            Map<String, String> still = new TreeMap<>(after);
            still.values().removeIf(bytes -> bytes.endsWith("plain"));
            assertThat(still.keySet()).as("classes that are still woven").isEmpty();
            // Others change by themselves: the JVM puts together the files of classes that it has resolved things in.
            during.values().removeIf(bytes -> bytes.endsWith("plain"));
            before.keySet().retainAll(during.keySet());
            assertThat(before).hasSizeGreaterThan(10);
            before.entrySet().removeAll(after.entrySet());
            assertThat(before.keySet()).as("classes that are not as they were").isEmpty();
        }
    }

    static Stream<String> kinds() {
        return Runtime.version().feature() >= 21 ? Stream.of("b", "v") : Stream.of("b");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void callsThatAreBlockedMeanwhileEnd(String kind) throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("", DetachProgram.class)) {
            jvm.awaitLine("READY"::equals);
            send(jvm, kind);
            jvm.awaitLine("BLOCKED"::equals);
            assertThat(Inspection.detach(Inspection.attach(jvm, "")).blocked()).isGreaterThanOrEqualTo(2);
            send(jvm, "c");
            assertThat(jvm.awaitLine(line -> line.startsWith("ENDED take")))
                    .isEqualTo("ENDED take ContextInterruptedException");
            awaitNothingLeft(jvm);
            // What wakes a socket's call is a hook, and those are gone: it waits on, and gets what comes.
            assertThat(jvm.out()).noneMatch(line -> line.startsWith("ENDED read"));
            send(jvm, "e");
            assertThat(jvm.awaitLine(line -> line.startsWith("ENDED read"))).isEqualTo("ENDED read 7");
        }
        try (ChildJvm jvm = ChildJvm.withAgent("", DetachProgram.class)) {
            jvm.awaitLine("READY"::equals);
            send(jvm, kind);
            jvm.awaitLine("BLOCKED"::equals);
            Inspection.detach(Inspection.attach(jvm, ""));
            send(jvm, "e");
            assertThat(jvm.awaitLine(line -> line.startsWith("ENDED take"))).isEqualTo("ENDED take element");
            assertThat(jvm.awaitLine(line -> line.startsWith("ENDED read"))).isEqualTo("ENDED read 7");
        }
    }

    @Test
    void afterTheStartAgentHasLeftCallsObeyNobodyUntilItIsAttachedAgain() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("shutdown=5s", DetachProgram.class)) {
            jvm.awaitLine("READY"::equals);
            assertThat(taken(jvm)).isEqualTo("TOOK nothing: ContextInterruptedException");
            AttachReply.Listening reply = (AttachReply.Listening) Inspection.attach(jvm, "");
            Inspection.detach(reply);
            assertThat(Path.of(reply.socket()).getParent()).doesNotExist();
            assertThat(taken(jvm)).isEqualTo("TOOK kept");
            awaitNothingLeft(jvm);

            AttachReply again = Inspection.attach(jvm, ",mode=enforce,shutdown=5s");
            Snapshot snapshot = Inspection.snapshot(again, Map.of("grace", "0ms"));
            assertThat(snapshot.agent().loaded()).isEqualTo("attached");
            assertThat(snapshot.agent().hooks()).noneMatch(hook -> hook.state().equals("degraded"));
            assertThat(snapshot.contexts())
                    .filteredOn(context -> "busy".equals(context.name()))
                    .as("its own copy of the API is known once")
                    .hasSize(1);
            assertThat(taken(jvm)).isEqualTo("TOOK nothing: ContextInterruptedException");
            jvm.process().getOutputStream().close();
            jvm.awaitExit(Duration.ofSeconds(30));
            assertThat(jvm.err()).filteredOn(line -> line.contains("shutdown")).hasSize(1);
        }
    }

    @Test
    void aShutdownThatWasAskedForIsNotWatchedAfterTheAgentHasLeft() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("shutdown=5s", DetachProgram.class)) {
            jvm.awaitLine("READY"::equals);
            Inspection.detach(Inspection.attach(jvm, ""));
            jvm.process().getOutputStream().close();
            assertThat(jvm.awaitExit(Duration.ofSeconds(30))).isZero();
            assertThat(jvm.err()).noneMatch(line -> line.contains("shutdown"));
        }
    }

    /** The JVM gives out classes that were changed before in forms that no other JVM will ever ask for. */
    @Test
    void anAgentThatComesAgainAddsNothingToTheCache() throws Exception {
        Path cache = folder.resolve("cache");
        try (ChildJvm jvm = ChildJvm.withoutAgent(DetachProgram.class)) {
            jvm.awaitLine("READY"::equals);
            List<Long> sizes = new ArrayList<>();
            for (int round = 0; round < 2; round++) {
                AttachReply reply = Inspection.attach(jvm, ",mode=enforce,cache=" + cache);
                assertThat(taken(jvm)).isEqualTo("TOOK nothing: ContextInterruptedException");
                Inspection.detach(reply);
                awaitNothingLeft(jvm);
                try (Stream<Path> files = Files.list(cache)) {
                    sizes.add(Files.size(files.findAny().orElseThrow()));
                }
            }
            assertThat(sizes.get(0)).isPositive();
            assertThat(sizes.get(1)).isEqualTo(sizes.get(0));
        }
    }

    private static String taken(ChildJvm jvm) throws IOException {
        int before = jvm.out().size();
        send(jvm, "d");
        return jvm.awaitLine(line -> line.startsWith("TOOK") && jvm.out().lastIndexOf(line) >= before);
    }

    /** The client's thread is the last to go, a moment after its answer. */
    private static Left awaitNothingLeft(ChildJvm jvm) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> left(jvm),
                        left -> left.loaders() == 0
                                && left.weavers() == 0
                                && left.threads().isEmpty());
    }

    private static Left left(ChildJvm jvm) throws IOException {
        int before = jvm.out().size();
        send(jvm, "h");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> jvm.out().size() > before);
        Matcher line = LEFT.matcher(jvm.out().get(before));
        assertThat(line.matches()).as(jvm.out().get(before)).isTrue();
        return new Left(
                Integer.parseInt(line.group(1)),
                Integer.parseInt(line.group(2)),
                line.group(3),
                Integer.parseInt(line.group(4)),
                Integer.parseInt(line.group(5)));
    }

    private static void send(ChildJvm jvm, String command) throws IOException {
        jvm.process().getOutputStream().write(command.charAt(0));
        jvm.process().getOutputStream().flush();
    }

    private static Map<String, String> observe(ChildJvm jvm, Path observer) throws Exception {
        Path file = Files.createTempFile(folder, "classes", "");
        VirtualMachine machine = VirtualMachine.attach(String.valueOf(jvm.pid()));
        try {
            machine.loadAgent(observer.toString(), file.toString());
        } finally {
            machine.detach();
        }
        Map<String, String> seen = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] columns = line.split(" ", -1);
            seen.put(columns[0], describe(Base64.getDecoder().decode(columns[1])));
        }
        return seen;
    }

    /** The JVM keeps constants that nothing uses any more, in any order; written anew by us they are always the same. */
    private static String describe(byte[] classFile) throws Exception {
        ClassWriter writer = new ClassWriter(0);
        OpenedClassReader.of(classFile).accept(writer, 0);
        byte[] anew = writer.toByteArray();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(anew);
        boolean woven = new String(anew, StandardCharsets.ISO_8859_1).contains("io/ctxagent/boot/");
        return new BigInteger(1, digest).toString(16) + (woven ? " woven" : " plain");
    }

    private static Path observer() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", ObserverAgent.class.getName());
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        Path jar = folder.resolve("observer.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (String name : List.of("", "$1")) {
                String path = ObserverAgent.class.getName().replace('.', '/') + name + ".class";
                entries.putNextEntry(new JarEntry(path));
                try (InputStream in = ObserverAgent.class.getClassLoader().getResourceAsStream(path)) {
                    in.transferTo(entries);
                }
                entries.closeEntry();
            }
        }
        return jar;
    }
}
