package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.ctxagent.programs.WakeProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The calls of FAMILIES.md where they do not have to wait, under a context that is done: those that fail fast by that page do so here
 * too, and when they are made again under no context what they wait for is still there. The others go on.
 */
@Tag("alone")
class ReadyIT {

    /** The others come with {@code scripts/test --all}, which has the time. */
    private static final String TRIGGERS =
            Boolean.getBoolean("ctx.test.all") ? "ready-done,ready-overdue" : "ready-done";

    private static Outcomes outcomes;
    private static List<WakeRow> ready;

    @BeforeAll
    static void callAll() throws Exception {
        outcomes = new Outcomes(BlockedCases.withoutTheAgent());
        ready = new ArrayList<>();
        // Each in a JVM of its own: connections stay open, and databases let in so many.
        for (Arguments each : runs().toList()) {
            String trigger = each.get()[0].toString();
            ready.addAll(run(List.of("-javaagent:" + ChildJvm.AGENT), trigger, each.get()[1].toString()));
        }
    }

    private static List<WakeRow> run(List<String> flags, String trigger, String thread) throws Exception {
        List<String> all = new ArrayList<>(flags);
        all.addAll(BlockedCases.preview());
        String families = String.join(",", BlockedCases.all());
        try (ChildJvm jvm = ChildJvm.start(all, WakeProgram.class, families, trigger, thread)) {
            // At its end a read of standard input does not wait.
            jvm.process().getOutputStream().close();
            return WakeRow.of(jvm);
        }
    }

    static Stream<Arguments> runs() {
        return Stream.of(WakeRow.threads().split(","))
                .flatMap(thread -> Stream.of(TRIGGERS.split(",")).map(trigger -> Arguments.of(trigger, thread)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("runs")
    void aCallThatNeedNotWaitIsRefusedWhereThePageSaysSoAndLosesNothing(String trigger, String thread) {
        List<WakeRow> rows = ready.stream()
                .filter(row -> row.trigger().equals(trigger) && row.thread().equals(thread))
                .toList();
        Set<String> families = Set.of(String.join(",", BlockedCases.all()).split(","));
        assertThat(families)
                .filteredOn(
                        family -> rows.stream().noneMatch(row -> row.family().equals(family)))
                .as("all but those that always wait")
                .isSubsetOf("wait");
        assertAll(rows.stream().map(row -> () -> outcomes.expectReady(row)));
    }

    @Test
    void withoutTheAgentEachGoesThrough() throws Exception {
        assertThat(run(List.of(), "ready-done", "platform")).isNotEmpty().allSatisfy(row -> {
            assertThat(row.woken()).as(row.name()).isTrue();
            assertThat(row.thrown()).as(row.name()).isEmpty();
        });
    }

    @Test
    void everyCallThatFailsFastHasACaseThatNeedNotWaitOrAReasonWhyNot() throws Exception {
        Set<String> shown =
                ready.stream().map(row -> row.family() + "|" + row.name()).collect(Collectors.toSet());
        Page page = Page.ofThisJdk();
        Set<PageCall> blocked = BlockedCases.withoutTheAgent().stream()
                .flatMap(row -> page.seenIn(row.stack()).stream())
                .collect(Collectors.toSet());
        Set<PageCall> there = BlockedCases.withoutTheAgent().stream()
                .filter(row -> shown.contains(row.family() + "|" + row.name()))
                .flatMap(row -> page.seenIn(row.stack()).stream())
                .collect(Collectors.toSet());
        Set<String> without = blocked.stream()
                .filter(call -> call.facts().failsFast() && !there.contains(call))
                .map(call -> call.family().id() + " " + call.name())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(without).isEqualTo(new TreeSet<>(unready().keySet()));
    }

    private static Map<String, String> unready() {
        String waits = "waits for what comes after it, whatever there is";
        Map<String, String> reasons = new TreeMap<>();
        Stream.of(
                        "lock java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject.await()",
                        "lock java.util.concurrent.locks.AbstractQueuedLongSynchronizer$ConditionObject.await()",
                        "wait java.lang.Object.wait()",
                        "wait java.lang.Object.wait(long)",
                        "wait java.lang.Object.wait(long,int)")
                .forEach(call -> reasons.put(call, waits));
        if (WakeIT.answers("postgresql")) {
            String begun =
                    "of a copy that has begun under a context that was not done: a row that is there is given out";
            String executor = "jdbc org.postgresql.core.v3.QueryExecutorImpl.";
            reasons.put(executor + "readFromCopy()", begun);
            reasons.put(executor + "writeToCopy()", begun);
            reasons.put(executor + "endCopy()", begun);
        }
        return reasons;
    }
}
