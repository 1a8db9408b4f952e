package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ctxagent.programs.WakeProgram;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The control of {@link WakeIT}, {@link CallsIT} and {@link ChannelIT} on virtual threads: without the agent the same calls, all at
 * once, are still blocked after their contexts were cancelled, for as long as a wake may take.
 */
@Tag("alone")
class VirtualControlIT {

    private static final String FAMILIES = "queue,lock,future,sleep,wait,join,socket,process,httpclient,above-socket,"
            + "more-futures,own-queue,tls,h2," + ChannelIT.FAMILIES;

    /** Calls that hold their carrier would leave none for the others. */
    private static final List<String> FLAGS =
            List.of("-Djdk.virtualThreadScheduler.parallelism=64", "-Djdk.virtualThreadScheduler.maxPoolSize=256");

    @Test
    void withoutTheAgentNoCallEnds() {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads");
        String databases = Stream.of("postgresql", "mariadb")
                .filter(WakeIT::answers)
                .map(name -> "," + name)
                .collect(Collectors.joining());
        String families = FAMILIES + databases;
        try (ChildJvm jvm = ChildJvm.start(FLAGS, WakeProgram.class, families, "control", "virtual")) {
            List<WakeRow> rows = WakeRow.of(jvm);
            assertThat(rows).extracting(WakeRow::family).contains(families.split(","));
            assertThat(rows).noneMatch(WakeRow::woken);
        }
    }
}
