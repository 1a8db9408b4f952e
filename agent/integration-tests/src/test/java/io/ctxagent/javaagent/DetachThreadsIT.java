package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.programs.LinkedThreadsProgram;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Threads that end when the agent has gone, and no hook sees it. */
class DetachThreadsIT {

    private static final Pattern COUNTED = Pattern.compile("threads=(\\d+) records=(\\d+) links=(\\d+)");
    private static final int THREADS = 20;

    @Test
    void aContextThatLivesOnHoldsNoneOfThem() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("", LinkedThreadsProgram.class)) {
            jvm.awaitLine("READING"::equals);
            AttachReply reply = Inspection.attach(jvm, "");
            assertThat(Inspection.snapshot(reply, Map.of()).threads())
                    .filteredOn(thread -> thread.context() != null && thread.blocked() != null)
                    .hasSize(THREADS);
            Inspection.detach(reply);
            send(jvm);
            jvm.awaitLine("ENDED"::equals);
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                Matcher left = count(jvm);
                assertThat(left.group(1)).as("threads").isEqualTo("0");
                assertThat(Integer.parseInt(left.group(2))).as("records").isLessThan(THREADS);
                assertThat(Integer.parseInt(left.group(3))).as("links").isEqualTo(THREADS);
            });
            jvm.process().getOutputStream().close();
            assertThat(jvm.awaitExit(Duration.ofSeconds(30))).isZero();
        }
    }

    private static Matcher count(ChildJvm jvm) throws IOException {
        int before = jvm.out().size();
        send(jvm);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> jvm.out().size() > before);
        Matcher line = COUNTED.matcher(jvm.out().get(before));
        assertThat(line.matches()).as(jvm.out().get(before)).isTrue();
        return line;
    }

    private static void send(ChildJvm jvm) throws IOException {
        jvm.process().getOutputStream().write('\n');
        jvm.process().getOutputStream().flush();
    }
}
