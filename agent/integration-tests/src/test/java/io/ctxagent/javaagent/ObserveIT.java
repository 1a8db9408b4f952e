package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.programs.WakeProgram;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mode {@code observe} ends no call: not at a cancel, and not at the start of one whose context is done already. */
@Tag("alone")
@EnabledIfSystemProperty(named = "ctx.test.all", matches = "true", disabledReason = "scripts/test --all has the time")
class ObserveIT {

    private static final String JDK = "queue,lock,future,sleep,wait,join,socket,process,httpclient,above-socket,"
            + "more-futures,own-queue,tls," + ChannelIT.FAMILIES;

    static Stream<Arguments> calls() {
        return Stream.of(WakeRow.threads().split(","))
                .flatMap(kind -> Stream.of("control", "control-done")
                        .flatMap(trigger -> Stream.of(JDK, "h2", "postgresql", "mariadb")
                                .filter(what -> what.equals(JDK) || WakeIT.answers(what))
                                .map(what -> Arguments.of(what, trigger, kind))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("calls")
    void aCallStaysBlocked(String what, String trigger, String kind) {
        String families = what.equals(JDK) ? JDK : what + ",waits-" + what;
        // A call that holds its carrier must not keep the others from getting on.
        List<String> flags = List.of(
                "-javaagent:" + ChildJvm.AGENT + "=mode=observe", "-Djdk.virtualThreadScheduler.parallelism=24");
        try (ChildJvm jvm = ChildJvm.start(flags, WakeProgram.class, families, trigger, kind)) {
            List<WakeRow> rows = WakeRow.of(jvm);
            assertThat(rows).extracting(WakeRow::family).contains(families.split(","));
            assertThat(rows).noneMatch(WakeRow::woken);
        }
    }

    /** Under {@code enforce} each of them is refused: {@link ReadyIT}. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("threads")
    void aCallThatNeedNotWaitGoesOnUnderADoneContext(String thread) throws Exception {
        // A wait for a monitor always waits.
        String[] arguments = {JDK.replace("wait,", "") + ",h2,refused", "ready-done", thread};
        try (ChildJvm jvm = ChildJvm.withAgent("mode=observe", WakeProgram.class, arguments)) {
            jvm.process().getOutputStream().close();
            List<WakeRow> rows = WakeRow.of(jvm);
            assertThat(rows).extracting(WakeRow::family).contains(arguments[0].split(","));
            assertThat(rows).allSatisfy(row -> {
                assertThat(row.woken()).as(row.name()).isTrue();
                assertThat(row.thrown()).as(row.name()).isEmpty();
            });
        }
    }

    static String[] threads() {
        return WakeRow.threads().split(",");
    }
}
