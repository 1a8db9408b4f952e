package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.context.Context;
import io.ctxagent.model.BlockedInfo;
import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.programs.TwoCopiesProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two copies of the API that were both in the JVM before the agent: hooks obey the contexts of both. */
class TwoCopiesIT {

    @Test
    void bothAreSeenAndObeyedAfterALateAttach() throws Exception {
        String api = Path.of(Context.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        boolean asks = Runtime.version().feature() >= 21;
        List<String> flags = asks ? List.of("-XX:+EnableDynamicAgentLoading") : List.of();
        try (ChildJvm jvm = ChildJvm.start(flags, TwoCopiesProgram.class, api)) {
            jvm.awaitLine("READY"::equals);
            var reply = Inspection.attach(jvm, ",mode=enforce");
            goOn(jvm);
            jvm.awaitLine("BLOCKED"::equals);
            Snapshot snapshot = Inspection.snapshot(reply, Map.of("grace", "0ms"));
            for (String name : List.of("first", "second")) {
                ContextInfo context = snapshot.contexts().stream()
                        .filter(each -> name.equals(each.name()))
                        .findFirst()
                        .orElseThrow();
                ThreadInfo thread = snapshot.threads().stream()
                        .filter(each -> name.equals(each.name()))
                        .findFirst()
                        .orElseThrow();
                BlockedInfo blocked = thread.blocked();
                assertThat(thread.context()).isEqualTo(context.id());
                assertThat(blocked).isNotNull();
                assertThat(blocked.call()).isEqualTo("LinkedBlockingQueue.take");
                assertThat(blocked.cancellable()).isTrue();
            }
            goOn(jvm);
            assertThat(jvm.awaitExit(Duration.ofSeconds(30))).isZero();
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out())
                    .contains("first: CanceledException, true, true", "second: CanceledException, true, true");
        }
    }

    private static void goOn(ChildJvm jvm) throws Exception {
        jvm.process().getOutputStream().write('\n');
        jvm.process().getOutputStream().flush();
    }
}
