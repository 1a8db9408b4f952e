package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.family.JdbcFamily;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
 * The calls of FAMILIES.md, each in a case that blocks in it. Without the agent they all stay; what they do with it is looked at by
 * {@link WakeIT} and the others that have {@link Outcomes}, and here for calls that nothing wakes.
 */
@Tag("alone")
class PageIT {

    private static List<WakeRow> control;

    @BeforeAll
    static void callAll() throws Exception {
        control = BlockedCases.withoutTheAgent();
    }

    @Test
    void withoutTheAgentNoCallEnds() {
        assertThat(control).isNotEmpty().noneMatch(WakeRow::woken);
    }

    @Test
    void everyCallOfThePageHasACaseThatBlocksInItOrAReasonWhyNot() {
        Page page = Page.ofThisJdk();
        Set<PageCall> seen = new LinkedHashSet<>();
        control.forEach(row -> seen.addAll(page.seenIn(row.stack())));
        boolean postgres = WakeIT.answers("postgresql");
        Set<String> without = page.calls().stream()
                .filter(call ->
                        postgres || !call.name().matches("org\\.postgresql\\..*|java\\.sql\\.Connection\\.commit.*"))
                .filter(call -> !seen.contains(call))
                .map(call -> call.family().id() + " " + call.name())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(without).isEqualTo(new TreeSet<>(Unseen.onThisJdk().keySet()));
    }

    /** Classes of drivers have no hooks that the page could be held against elsewhere. */
    @Test
    void thePageNamesWhatIsWovenIntoDrivers() {
        Set<String> named = Page.ofThisJdk().calls().stream()
                .filter(call -> call.family() == Family.JDBC)
                .map(PageCall::method)
                .collect(Collectors.toSet());
        assertThat(named)
                .containsAll(JdbcFamily.DRIVER_HOOKS.stream()
                        .flatMap(hook -> hook.methods().stream())
                        .toList());
    }

    static Stream<Arguments> unwakeable() {
        return Stream.of(WakeRow.threads().split(","))
                .flatMap(thread -> Stream.of("control", "control-deadline", "control-done", "control-overdue")
                        .map(trigger -> Arguments.of(trigger, thread)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("unwakeable")
    void whatNothingWakesIsRefusedWhereThePageSaysSoAndGoesOnElsewhere(String trigger, String thread) throws Exception {
        List<String> families = BlockedCases.UNWAKEABLE;
        List<WakeRow> rows =
                BlockedCases.run(List.of("-javaagent:" + ChildJvm.AGENT), String.join(",", families), trigger, thread);
        assertThat(rows).extracting(WakeRow::family).contains(families.toArray(String[]::new));
        Outcomes outcomes = new Outcomes(control);
        for (WakeRow row : rows) {
            if (row.name().matches("synchronized.*|named pipe.*")) {
                // Shown by the stack alone: no method of theirs is in the page.
                assertThat(row.woken()).as("%s stays blocked", row).isFalse();
            } else {
                outcomes.expect(row);
            }
        }
    }

    @Test
    void whatIsNeverSeenBlockedIsRefusedAllTheSame() {
        List<WakeRow> rows = WakeRow.run(true, "sends", "done,overdue", WakeRow.threads());
        assertThat(rows).isNotEmpty();
        rows.forEach(Outcomes::expectRefused);
        assertThat(WakeRow.run(false, "sends", "done", "platform"))
                .extracting(WakeRow::thrown)
                .containsOnly("");
    }
}
