package io.ctxagent.report.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.report.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private final LeakReport report = Reports.report(
            Reports.finding("CTX101", "error", "f1", 4),
            Reports.finding("CTX202", "warning", "f2", 2),
            Reports.finding("CTX207", "note", "f3", 1));

    @Test
    void what_is_as_bad_as_asked_for_fails() {
        assertThat(judge(Severity.ERROR).failures()).containsExactly("1 error");
        assertThat(judge(Severity.WARNING).failures()).containsExactly("1 error", "1 warning");
        assertThat(judge((Severity) null).failed()).isFalse();
    }

    @Test
    void what_the_baseline_has_is_known_up_to_its_max() {
        assertThat(judge(Reports.entry("f1", 4)).failed()).isFalse();
        assertThat(judge(Reports.entry("f1", 5)).count(Standing.KNOWN)).isEqualTo(1);

        Verdict grown = judge(Reports.entry("f1", 3));
        assertThat(grown.failures()).containsExactly("1 error");
        assertThat(grown.findings().get(0).standing()).isEqualTo(Standing.GROWN);
    }

    @Test
    void only_new_findings_fail_when_that_is_asked_for() {
        Policy onlyNew = new Policy(Severity.ERROR, Map.of(), true, false, 0, Reports.TODAY);
        assertThat(judge(onlyNew, Reports.entry("f1", 3)).failed()).isFalse();
        assertThat(judge(onlyNew, Reports.entry("other", 3)).failures()).containsExactly("1 error");
    }

    @Test
    void an_entry_holds_through_its_last_day_and_then_fails() {
        assertThat(judge(Reports.expiring("f1", 4, Reports.TODAY)).failed()).isFalse();

        Verdict expired = judge(Reports.expiring("f1", 4, Reports.TODAY.minusDays(1)));
        assertThat(expired.failures()).containsExactly("1 error", "1 expired baseline entry");
        assertThat(expired.findings().get(0).standing()).isEqualTo(Standing.EXPIRED);
        assertThat(judge(Reports.expiring("other", 4, Reports.TODAY.minusDays(1)))
                        .failures())
                .as("also when nothing was seen of it")
                .contains("1 expired baseline entry");
    }

    @Test
    void an_expired_entry_of_a_mere_note_fails_too() {
        LeakReport note = Reports.report(Reports.finding("CTX207", "note", "f3", 1));
        Baseline baseline = new Baseline(List.of(Reports.expiring("f3", 1, Reports.TODAY.minusDays(1))));
        assertThat(Judge.judge(note, Policy.of(Severity.ERROR, Reports.TODAY), baseline, "b")
                        .failures())
                .containsExactly("1 expired baseline entry");
        assertThat(Judge.judge(note, Policy.of(null, Reports.TODAY), baseline, "b")
                        .failed())
                .isFalse();
    }

    @Test
    void stale_entries_are_counted_and_fail_when_asked_for() {
        Verdict verdict = judge(Reports.entry("f1", 4), Reports.entry("gone", 1));
        assertThat(verdict.failed()).isFalse();
        assertThat(verdict.baseline().stale()).isEqualTo(1);

        Policy strict = new Policy(Severity.ERROR, Map.of(), false, true, 0, Reports.TODAY);
        assertThat(judge(strict, Reports.entry("f1", 4), Reports.entry("gone", 1))
                        .failures())
                .containsExactly("1 stale baseline entry");
    }

    @Test
    void a_rule_may_have_so_many_instances_and_no_more() {
        assertThat(judge(max("CTX101", 4)).failed()).isFalse();
        assertThat(judge(max("CTX101", 4)).findings().get(0).standing()).isEqualTo(Standing.ALLOWED);
        assertThat(judge(max("CTX101", 3)).failures()).containsExactly("CTX101 x4, allowed 3");
        assertThat(judge(max("CTX207", 0)).failures())
                .as("whatever the severity")
                .containsExactly("1 error", "CTX207 x1, allowed 0");
        assertThat(judge(max("CTX101", 0), Reports.entry("f1", 4)).failed())
                .as("what the baseline covers does not count")
                .isFalse();
    }

    @Test
    void fewer_reports_than_required_fail() {
        Policy two = new Policy(null, Map.of(), false, false, 2, Reports.TODAY);
        assertThat(Judge.judge(report, two, null, null).failures()).containsExactly("1 report, required 2");
        Policy one = new Policy(null, Map.of(), false, false, 1, Reports.TODAY);
        assertThat(Judge.judge(report, one, null, null).failed()).isFalse();
        LeakReport killed = new ReportMerge()
                .add("a", Reports.snapshot())
                .unfinished("ctx-leaks-17.started")
                .report();
        assertThat(Judge.judge(killed, one, null, null).failures()).containsExactly("1 JVM without a report");
        assertThat(Judge.judge(killed, Policy.of(null, Reports.TODAY), null, null)
                        .failed())
                .isFalse();
        assertThat(Judge.judge(new ReportMerge().report(), one, null, null).failures())
                .containsExactly("0 reports, required 1");
    }

    private Verdict judge(Severity failOn) {
        return Judge.judge(report, Policy.of(failOn, Reports.TODAY), null, null);
    }

    private Verdict judge(BaselineEntry... entries) {
        return judge(Policy.of(Severity.ERROR, Reports.TODAY), entries);
    }

    private Verdict judge(Policy policy, BaselineEntry... entries) {
        return Judge.judge(report, policy, new Baseline(List.of(entries)), "ctx-baseline.json");
    }

    private static Policy max(String rule, int max) {
        return new Policy(Severity.ERROR, Map.of(rule, max), false, false, 0, Reports.TODAY);
    }
}
