package io.ctxagent.javaagent;

import io.ctxagent.programs.WakeProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All cases there are, each blocked without the agent: where in, their stacks say. Run once for all tests that ask. */
final class BlockedCases {

    static final List<String> UNWAKEABLE = List.of("unwakeable", "quiet");

    private static final String H2 = "h2,h2-forms";
    private static List<WakeRow> control;

    private BlockedCases() {}

    static synchronized List<WakeRow> withoutTheAgent() throws Exception {
        if (control == null) {
            List<WakeRow> rows = new ArrayList<>(run(preview(), String.join(",", families()), "control", "platform"));
            // Works in the calling thread, and would leave the others no time.
            rows.addAll(run(List.of(), H2, "control", "platform"));
            control = rows;
        }
        return control;
    }

    /** All that this JDK and this machine have. */
    static List<String> all() {
        List<String> all = families();
        all.addAll(List.of(H2.split(",")));
        return all;
    }

    private static List<String> families() {
        List<String> families =
                new ArrayList<>(List.of(WakeIT.JUC, "socket", ChannelIT.FAMILIES, CallsIT.FAMILIES, "coroutine"));
        families.addAll(UNWAKEABLE);
        if (!preview().isEmpty()) {
            families.add("scope");
        }
        Stream.of("postgresql", "mariadb").filter(WakeIT::answers).forEach(families::add);
        if (WakeIT.answers("postgresql")) {
            families.add("postgres-driver");
            families.add("waits-postgresql");
        }
        return families;
    }

    /** What family {@code scope} needs of the JVM; nothing where there is no such family. */
    static List<String> preview() {
        return Runtime.version().feature() == 25 ? List.of("--enable-preview") : List.of();
    }

    /** Lookups read a pipe that nobody writes to; each call in the operating system holds its carrier. */
    static List<WakeRow> run(List<String> flags, String families, String trigger, String thread) throws Exception {
        Path folder = Files.createTempDirectory("hosts");
        Path hosts = folder.resolve("hosts");
        if (new ProcessBuilder("mkfifo", hosts.toString()).start().waitFor() != 0) {
            throw new IOException("no named pipe " + hosts);
        }
        List<String> all = new ArrayList<>(flags);
        all.add("-Djdk.net.hosts.file=" + hosts);
        all.add("-Djdk.virtualThreadScheduler.parallelism=32");
        try (ChildJvm jvm = ChildJvm.start(all, WakeProgram.class, families, trigger, thread)) {
            return WakeRow.of(jvm);
        } finally {
            Files.delete(hosts);
            Files.delete(folder);
        }
    }
}
