package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.model.wire.AttachReply;
import io.ctxagent.model.wire.CancelReply.Outcome;
import io.ctxagent.programs.CancelledProgram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A tool cancels a context of a running JVM. */
class CancelIT {

    private static final String REASON = "hangs\n\u001b[31msince nine";

    @Test
    void aThreadThatIsBlockedWakesAndEverybodyIsToldWhoDidItAndWhy() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("allow-cancel=true", CancelledProgram.class)) {
            jvm.awaitLine("READY"::equals);
            AttachReply reply = Inspection.attach(jvm, "");
            String id = awaitBlocked(reply).id();

            assertThat(Inspection.cancel(reply, id, null, true)).isEqualTo(Outcome.CANCELABLE);
            assertThat(Inspection.cancel(reply, "c1", null, true)).isEqualTo(Outcome.NEVER_DONE);
            for (String none : new String[] {"c999999", id + "@2", "c99999999999999999999", "x", "c0", ""}) {
                assertThat(Inspection.cancel(reply, none, null, false)).as(none).isEqualTo(Outcome.NOT_LIVE);
            }
            assertThat(named(snapshot(reply), "job").state()).as("a rehearsal").isEqualTo("live");

            assertThat(Inspection.cancel(reply, id, REASON, false)).isEqualTo(Outcome.CANCELED);
            String who = System.getProperty("user.name") + " (uid ";
            assertThat(jvm.awaitLine(line -> line.startsWith("WOKE")))
                    .startsWith("WOKE ContextInterruptedException < CanceledException < CancellationException: canceled"
                            + " with ctxinspect by " + who)
                    .endsWith("): hangs\\n\\u001b[31msince nine");
            ContextInfo cancelled = named(snapshot(reply), "job");
            assertThat(cancelled.state()).isEqualTo("canceled");
            assertThat(cancelled.cause())
                    .startsWith("java.util.concurrent.CancellationException: canceled with ctxinspect by " + who)
                    .endsWith(": hangs\\n\\u001b[31msince nine");
            assertThat(Inspection.cancel(reply, id, "again", false)).isEqualTo(Outcome.NOT_LIVE);
            Awaitility.await().until(() -> !said(jvm).isEmpty());
            assertThat(said(jvm))
                    .singleElement()
                    .asString()
                    .matches("ctx-agent: \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:[\\d.]+Z " + id
                            + " canceled with ctxinspect by \\S+ \\(uid \\d+\\): "
                            + "hangs\\\\n\\\\u001b\\[31msince nine");
        }
    }

    @Test
    void anAgentThatWasNotToldToAllowItRefusesAndSaysNothing() throws Exception {
        try (ChildJvm jvm = ChildJvm.withAgent("", CancelledProgram.class)) {
            jvm.awaitLine("READY"::equals);
            AttachReply reply = Inspection.attach(jvm, "");
            String id = awaitBlocked(reply).id();

            assertThat(Inspection.cancel(reply, id, "please", false)).isEqualTo(Outcome.NOT_ALLOWED);
            assertThat(Inspection.cancel(reply, id, null, true)).isEqualTo(Outcome.NOT_ALLOWED);
            assertThat(named(snapshot(reply), "job").state()).isEqualTo("live");
            assertThat(said(jvm)).isEmpty();
        }
    }

    /** What the agent said; the JVM itself warns of agents that are loaded. */
    private static List<String> said(ChildJvm jvm) {
        return jvm.err().stream().filter(line -> !line.startsWith("WARNING:")).toList();
    }

    private static ContextInfo awaitBlocked(AttachReply reply) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            Snapshot seen = snapshot(reply);
                            ContextInfo job = named(seen, "job");
                            boolean blocked = seen.threads().stream()
                                    .filter(thread -> job.id().equals(thread.context()))
                                    .map(ThreadInfo::blocked)
                                    .anyMatch(call -> call != null);
                            return blocked ? job : null;
                        },
                        job -> job != null);
    }

    private static Snapshot snapshot(AttachReply reply) throws Exception {
        return Inspection.snapshot(reply, Map.of("grace", "0ms"));
    }

    private static ContextInfo named(Snapshot snapshot, String name) {
        return snapshot.contexts().stream()
                .filter(context -> name.equals(context.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + snapshot.contexts()));
    }
}
