package io.ctxagent.report.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportMergeTest {

    @Test
    void counts_are_added_and_tests_united_per_fingerprint() {
        LeakReport report = new ReportMerge()
                .add("a", Reports.snapshot(Reports.finding("CTX101", "error", "f1", 2, "T.two", "T.one")))
                .add("b", Reports.snapshot(Reports.finding("CTX101", "error", "f1", 3, "T.two", "T.three")))
                .report();

        Finding merged = report.findings().get(0);
        assertThat(report.findings()).hasSize(1);
        assertThat(merged.count()).isEqualTo(5);
        assertThat(merged.tests()).containsExactly("T.one", "T.three", "T.two");
        assertThat(merged.oldestMillis()).isEqualTo(300);
        assertThat(merged.message()).as("of the oldest").isEqualTo("Seen 3 times.");
    }

    @Test
    void ids_stay_only_where_they_mean_something() {
        ReportMerge merge = new ReportMerge().add("a", Reports.snapshot(Reports.finding("CTX101", "error", "f1", 2)));
        assertThat(merge.report().findings().get(0).contexts()).containsExactly("c2");

        merge.add("b", Reports.snapshot(Reports.finding("CTX101", "error", "f1", 3)));
        assertThat(merge.report().findings().get(0).contexts()).isEmpty();
        assertThat(merge.report().findings().get(0).threads()).isEmpty();
    }

    @Test
    void the_order_of_the_reports_does_not_matter() {
        Finding note = Reports.finding("CTX207", "note", "f1", 1);
        Finding error = Reports.finding("CTX105", "error", "f3", 1);
        Finding other = Reports.finding("CTX105", "error", "f2", 1);

        List<Finding> one = new ReportMerge()
                .add("a", Reports.snapshot(note, error))
                .add("b", Reports.snapshot(other))
                .report()
                .findings();
        List<Finding> two = new ReportMerge()
                .add("b", Reports.snapshot(other))
                .add("a", Reports.snapshot(error, note))
                .report()
                .findings();

        assertThat(one).isEqualTo(two).extracting(Finding::fingerprint).containsExactly("f2", "f3", "f1");
    }

    @Test
    void one_jvm_that_was_not_seen_whole_makes_the_report_incomplete() {
        ReportMerge merge = new ReportMerge().add("a", Reports.snapshot());
        assertThat(merge.report().complete()).isTrue();
        assertThat(merge.add("b", Reports.snapshot(false, List.of())).report().complete())
                .isFalse();
    }

    @Test
    void a_sum_that_is_too_large_stays_at_the_largest() {
        Finding huge = Reports.finding("CTX101", "error", "f1", Integer.MAX_VALUE);
        LeakReport report = new ReportMerge()
                .add("a", Reports.snapshot(huge))
                .add("b", Reports.snapshot(huge))
                .report();
        assertThat(report.findings().get(0).count()).isEqualTo(Integer.MAX_VALUE);
    }
}
