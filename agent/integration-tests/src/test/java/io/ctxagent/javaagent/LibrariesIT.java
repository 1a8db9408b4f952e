package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.programs.WakeProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The shipped jar with drivers, pools and futures that are not made like those that it was made with: Connector/J keeps its
 * connection locked while a statement runs, sqlite-jdbc and Tomcat's pool have their methods in classes that implement nothing of
 * JDBC's, and Guava's futures park by themselves.
 */
@Tag("one-jdk")
class LibrariesIT {

    @Test
    void theirCallsEndWithTheirContext() {
        List<WakeRow> rows = run(List.of("-javaagent:" + ChildJvm.AGENT), "cancel,deadline,done", WakeRow.threads());
        assertThat(rows).hasSizeGreaterThanOrEqualTo(9 * 3);
        for (WakeRow row : rows) {
            boolean deadline = row.trigger().equals("deadline");
            String context = (deadline ? "DeadlineExceededException" : "CanceledException")
                    + ":ContextException:CancellationException.* < IllegalStateException.*";
            String thrown = row.name().startsWith("Guava")
                    ? ".*:InterruptedException"
                    : deadline ? "SQLTimeoutException.* 57014" : "SQLException 57014";
            row.expectWoken(thrown + " < " + context);
        }
        WakeRow.expectInTime(rows);
    }

    @Test
    void withoutTheAgentTheyStayBlocked() {
        assertThat(run(List.of(), "control", "platform")).isNotEmpty().noneMatch(WakeRow::woken);
    }

    private static List<WakeRow> run(List<String> agent, String triggers, String threads) {
        List<String> flags = new ArrayList<>(agent);
        if (Runtime.version().feature() >= 24) {
            flags.add("--enable-native-access=ALL-UNNAMED"); // or the JDK has something to say of sqlite-jdbc
        }
        try (ChildJvm jvm = ChildJvm.start(flags, WakeProgram.class, families(), triggers, threads)) {
            return WakeRow.of(jvm);
        }
    }

    private static String families() {
        boolean there = WakeIT.answers("mysql");
        if (!there) {
            System.out.println("nothing that speaks MySQL's protocol on its loopback port, skipped");
        }
        return String.join(
                ",",
                Stream.of("libraries", "sqlite", there ? "mysql" : "")
                        .filter(name -> !name.isEmpty())
                        .toList());
    }
}
