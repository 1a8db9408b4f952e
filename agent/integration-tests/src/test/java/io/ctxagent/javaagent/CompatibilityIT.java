package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.HookInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.programs.BlockingServlet;
import io.ctxagent.programs.CompatProgram;
import io.ctxagent.programs.TomcatProgram;
import io.ctxagent.programs.WakeProgram;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other agents, servers, module path, verification: the agent works, and is in nobody's way. */
@Tag("one-jdk")
class CompatibilityIT {

    private static final Path OTHERS = Path.of("target", "other-agents").toAbsolutePath();
    private static final String OURS = "-javaagent:" + ChildJvm.AGENT;
    private static final String EVERY_FAMILY =
            "queue,lock,future,sleep,wait,join,socket,process,httpclient,above-socket,"
                    + "more-futures,own-queue,tls,h2,waits-h2," + ChannelIT.FAMILIES;
    private static final String WOKEN = "woken ContextInterruptedException ContextInterruptedException";

    @TempDir
    private Path folder;

    /** The jar with the classes that the build has woven, and the one that weaves each of them at the start. */
    static Stream<String> agents() {
        return Stream.of(OURS, "-javaagent:" + ChildJvm.UNWOVEN + "=cache=off");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("agents")
    void everyWovenClassPassesTheVerifier(String agent) {
        List<String> flags = List.of("-Xverify:all", agent);
        try (ChildJvm jvm = ChildJvm.start(flags, WakeProgram.class, EVERY_FAMILY, "cancel", WakeRow.threads())) {
            List<WakeRow> rows = WakeRow.of(jvm);
            assertThat(rows).extracting(WakeRow::family).contains(EVERY_FAMILY.split(","));
            assertThat(rows).allMatch(WakeRow::woken);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("agents")
    void weavingTouchesNoMemoryThroughUnsafe(String agent) {
        assumeTrue(Runtime.version().feature() >= 24, "the option came with JDK 23, its warning with 24");
        List<String> flags = List.of(agent, "--sun-misc-unsafe-memory-access=deny");
        try (ChildJvm jvm = ChildJvm.start(flags, WakeProgram.class, "queue,h2", "cancel", "platform")) {
            assertThat(WakeRow.of(jvm)).allMatch(WakeRow::woken);
        }
    }

    @ParameterizedTest(name = "late, {0}")
    @MethodSource("agents")
    void aLateAttachTouchesNoMemoryThroughUnsafe(String agent) throws Exception {
        assumeTrue(Runtime.version().feature() >= 24, "the option came with JDK 23, its warning with 24");
        List<String> flags = List.of("-XX:+EnableDynamicAgentLoading", "--sun-misc-unsafe-memory-access=deny");
        try (ChildJvm jvm = ChildJvm.start(flags, WakeProgram.class, "queue,h2", "cancel", "platform", "late")) {
            jvm.awaitLine("READY"::equals);
            Path jar = agent.equals(OURS) ? ChildJvm.AGENT : ChildJvm.UNWOVEN;
            Inspection.attach(jvm, jar, ",mode=enforce,cache=off");
            jvm.process().getOutputStream().write('\n');
            jvm.process().getOutputStream().flush();
            assertThat(WakeRow.of(jvm)).allMatch(WakeRow::woken);
        }
    }

    @Test
    void nothingTouchesMemoryThroughUnsafe() {
        assumeTrue(Runtime.version().feature() >= 24, "the option came with JDK 23, its warning with 24");
        try (ChildJvm jvm =
                ChildJvm.start(List.of(OURS, "--sun-misc-unsafe-memory-access=deny"), CompatProgram.class)) {
            jvm.awaitLine("READY"::equals);
            assertThat(jvm.out()).contains(WOKEN);
            assertThat(jvm.err()).isEmpty();
        }
    }

    @Test
    void aModularApplicationRequiresNothingOfOurs() throws Exception {
        Path sources = Files.createDirectories(folder.resolve("src/shop"));
        Files.writeString(folder.resolve("src/module-info.java"), "module shop {}");
        Files.writeString(sources.resolve("Main.java"), """
            package shop;
            import java.util.concurrent.*;
            public class Main {
                public static void main(String[] args) throws Exception {
                    Class<?> api = Class.forName("io.ctxagent.context.Context");
                    Class<?> scopes = Class.forName("io.ctxagent.context.CancelScope");
                    Object scope = api.getMethod("withCancel").invoke(api.getMethod("background").invoke(null));
                    Thread thread = new Thread(() -> {
                        try {
                            scopes.getMethod("run", Runnable.class).invoke(scope, (Runnable) Main::block);
                        } catch (ReflectiveOperationException e) {
                            System.out.println(e);
                        }
                    });
                    thread.start();
                    while (thread.getState() != Thread.State.WAITING) Thread.onSpinWait();
                    scopes.getMethod("cancel").invoke(scope);
                    thread.join();
                    System.out.println(Main.class.getModule());
                }
                static void block() {
                    try { new LinkedBlockingQueue<>().take(); }
                    catch (InterruptedException e) { System.out.println("take " + e.getClass().getSimpleName()); }
                    try { Thread.sleep(60000); }
                    catch (InterruptedException e) { System.out.println("sleep " + e.getClass().getSimpleName()); }
                }
            }
            """);
        Path modules = folder.resolve("mods");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        modules.toString(),
                        folder.resolve("src/module-info.java").toString(),
                        sources.resolve("Main.java").toString());
        assertThat(compiled).isZero();
        try (ChildJvm jvm = ChildJvm.java(
                List.of(OURS, "-cp", api().toString(), "-p", modules.toString(), "-m", "shop/shop.Main"))) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(30))).isZero();
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out())
                    .containsExactly(
                            "take ContextInterruptedException", "sleep ContextInterruptedException", "module shop");
        }
    }

    @Test
    void twoWebApplicationsWithTheirOwnCopiesAreBothInTheTreeAndBothCancel() throws Exception {
        for (String name : List.of("a", "b")) {
            Path classes = Files.createDirectories(folder.resolve(name + "/WEB-INF/classes/io/ctxagent/programs"));
            String servlet = BlockingServlet.class.getName().replace('.', '/') + ".class";
            try (var in = BlockingServlet.class.getClassLoader().getResourceAsStream(servlet)) {
                Files.copy(in, classes.resolve("BlockingServlet.class"));
            }
            copyApi(folder.resolve(name + "/WEB-INF"));
        }
        try (ChildJvm jvm = ChildJvm.withAgent("", TomcatProgram.class, folder.toString())) {
            jvm.awaitLine("READY"::equals);
            assertThat(jvm.out())
                    .filteredOn(line -> line.startsWith("loader "))
                    .allMatch(line -> line.contains("WebappClassLoader"))
                    .doesNotHaveDuplicates()
                    .hasSize(2);
            Snapshot snapshot = Inspection.snapshot(Inspection.attach(jvm, ""), Map.of("grace", "0ms"));
            for (String name : List.of("a", "b")) {
                ContextInfo context = snapshot.contexts().stream()
                        .filter(seen -> name.equals(seen.name()))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(name + " is not in " + snapshot.contexts()));
                assertThat(snapshot.threads())
                        .filteredOn(thread -> context.id().equals(thread.context()))
                        .singleElement()
                        .satisfies(thread ->
                                assertThat(thread.blocked().cancellable()).isTrue());
            }
            jvm.process().getOutputStream().write('\n');
            jvm.process().getOutputStream().flush();
            jvm.awaitLine("END"::equals);
            assertThat(jvm.out())
                    .contains(
                            "a ContextInterruptedException < CanceledException < cancel of a",
                            "b ContextInterruptedException < CanceledException < cancel of b");
        }
    }

    @ParameterizedTest(name = "JaCoCo first: {0}")
    @ValueSource(booleans = {true, false})
    void jacocosReportIsRightInEitherOrder(boolean first) throws Exception {
        Path data = folder.resolve("jacoco.exec");
        String jacoco = "-javaagent:" + OTHERS.resolve("org.jacoco.agent.jar") + "=destfile=" + data;
        try (ChildJvm jvm =
                ChildJvm.start(first ? List.of(jacoco, OURS) : List.of(OURS, jacoco), CompatProgram.class)) {
            lookAndEnd(jvm);
            // From JDK 21 on the JVM warns of the attach.
            assertThat(jvm.err()).allMatch(line -> line.startsWith("WARNING:"));
        }
        Path classes = Files.createDirectories(folder.resolve("classes/io/ctxagent/programs"));
        String program = CompatProgram.class.getName().replace('.', '/') + ".class";
        try (var in = CompatProgram.class.getClassLoader().getResourceAsStream(program)) {
            Files.copy(in, classes.resolve("CompatProgram.class"));
        }
        Path csv = folder.resolve("report.csv");
        Process report = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        OTHERS.resolve("org.jacoco.cli.jar").toString(),
                        "report",
                        data.toString(),
                        "--classfiles",
                        folder.resolve("classes").toString(),
                        "--csv",
                        csv.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(report.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(report.waitFor()).as(said).isZero();
        assertThat(said).doesNotContain("do not match").doesNotContain("does not match");
        // GROUP,PACKAGE,CLASS,INSTRUCTION_MISSED,INSTRUCTION_COVERED,...
        String[] columns = Files.readAllLines(csv).get(1).split(",", -1);
        assertThat(Integer.parseInt(columns[4])).as("covered").isGreaterThan(60);
        assertThat(Integer.parseInt(columns[3])).as("missed").isBetween(1, 40);
    }

    @ParameterizedTest(name = "OpenTelemetry first: {0}")
    @ValueSource(booleans = {true, false})
    void openTelemetrysAgentAndOursWorkTogetherInEitherOrder(boolean first) throws Exception {
        try (ChildJvm jvm = ChildJvm.start(withOpenTelemetry(first), CompatProgram.class)) {
            lookAndEnd(jvm);
            expectNoFault(jvm);
        }
    }

    @ParameterizedTest(name = "OpenTelemetry first: {0}")
    @ValueSource(booleans = {true, false})
    void whatBothInstrumentObeysItsContext(boolean first) {
        String families = "h2,waits-h2,httpclient,above-socket";
        try (ChildJvm jvm =
                ChildJvm.start(withOpenTelemetry(first), WakeProgram.class, families, "cancel,done", "platform")) {
            assertThat(jvm.awaitExit(Duration.ofMinutes(2))).isZero();
            expectNoFault(jvm);
            List<WakeRow> rows = jvm.out().stream()
                    .filter(line -> line.contains("|"))
                    .map(WakeRow::of)
                    .toList();
            assertThat(rows).extracting(WakeRow::family).contains(families.split(","));
            assertThat(rows).allMatch(WakeRow::woken).noneMatch(WakeRow::interrupted);
            assertThat(rows).extracting(WakeRow::complaint).containsOnly("");
        }
    }

    private static List<String> withOpenTelemetry(boolean first) {
        String other = "-javaagent:" + OTHERS.resolve("opentelemetry-javaagent.jar");
        List<String> flags = new ArrayList<>(first ? List.of(other, OURS) : List.of(OURS, other));
        for (String signal : List.of("traces", "metrics", "logs")) {
            flags.add("-Dotel." + signal + ".exporter=none");
        }
        return flags;
    }

    /** OpenTelemetry's own messages are there too. */
    private static void expectNoFault(ChildJvm jvm) {
        assertThat(jvm.err()).noneMatch(line -> line.startsWith("ctx-agent:") || line.contains("ERROR"));
    }

    private static void lookAndEnd(ChildJvm jvm) throws Exception {
        jvm.awaitLine("READY"::equals);
        assertThat(jvm.out()).contains(WOKEN);
        Snapshot snapshot = Inspection.snapshot(Inspection.attach(jvm, ""), Map.of("grace", "0ms"));
        assertThat(snapshot.agent().hooks())
                .hasSizeGreaterThan(30)
                .extracting(HookInfo::state)
                .doesNotContain("missing", "degraded", "off");
        jvm.process().getOutputStream().close();
        assertThat(jvm.awaitExit(Duration.ofSeconds(30))).isZero();
    }

    /** The Context API as the tests have it: a jar, or a folder of classes. */
    private static Path api() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("ctx-context") || entry.contains("/context/target/"))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    private static void copyApi(Path webInf) throws IOException {
        Path api = api();
        if (Files.isRegularFile(api)) {
            Files.createDirectories(webInf.resolve("lib"));
            Files.copy(api, webInf.resolve("lib/ctx-context.jar"));
            return;
        }
        try (Stream<Path> files = Files.walk(api)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = webInf.resolve("classes").resolve(api.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }
}
