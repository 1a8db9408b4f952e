package io.ctxagent.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.report.Golden;
import io.ctxagent.report.Severity;
import io.ctxagent.report.check.Baseline;
import io.ctxagent.report.check.BaselineEntry;
import io.ctxagent.report.check.Judge;
import io.ctxagent.report.check.LeakReport;
import io.ctxagent.report.check.Policy;
import io.ctxagent.report.check.ReportMerge;
import io.ctxagent.report.check.Reports;
import io.ctxagent.report.check.Verdict;
import io.ctxagent.report.html.LeaksPage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole reports, character by character: two forks, a baseline, and every way in which a finding can stand. */
class FormatsTest {

    private static final Map<String, String> WRITTEN = Written.all(verdict());

    private static Verdict verdict() {
        LeakReport report = new ReportMerge()
                .add("ctx-leaks-4711.json", Golden.snapshot("shop.json"))
                .add("ctx-leaks-17.json", Golden.snapshot("late.json"))
                .add(
                        "ctx-leaks-18.json",
                        Reports.snapshot(
                                Reports.finding("CTX202", "warning", "2020000000000000", 2, "OrdersTest.slow"),
                                Reports.finding("CTX104", "error", "1040000000000000", 1),
                                Reports.finding("CTX105", "error", "1050000000000000", 3)))
                .report();
        Baseline baseline = new Baseline(List.of(
                new BaselineEntry(
                        "3c9a17e08d21f4b6", "CTX101", "shop.PriceCache.start", 4, "JIRA-812", "team-price", null),
                new BaselineEntry("1050000000000000", "CTX105", null, 2, "JIRA-900", null, Reports.TODAY.plusDays(30)),
                new BaselineEntry("1040000000000000", "CTX104", null, 1, "JIRA-7", null, Reports.TODAY.minusDays(1)),
                new BaselineEntry("0000000000000000", "CTX106", null, 1, "JIRA-1", null, null)));
        Policy policy = new Policy(Severity.ERROR, Map.of("CTX202", 2), false, false, 0, Reports.TODAY);
        return Judge.judge(report, policy, baseline, "ctx-baseline.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verdict.txt",
                "verdict.json",
                "verdict.sarif",
                "verdict.xml",
                "verdict-github.txt",
                "verdict-gitlab.json",
                "verdict.html",
                "verdict.md",
            })
    void a_report_in_each_format(String name) {
        Golden.assertScreen(WRITTEN.get(name), name);
    }

    @Test
    void text_fits_80_columns() {
        assertThat(WRITTEN.get("verdict.txt").lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void nothing_found_is_said_in_each_format() {
        Verdict nothing = Reports.verdict(List.of());
        assertThat(Written.text(nothing))
                .isEqualTo("PASSED\nno findings\n1 report, JDK 25.0.3, observation complete\n");
        assertThat(Written.json(nothing)).contains("\"verdict\":\"passed\"", "\"findings\":[]", "\"baseline\":null");
        assertThat(Written.junit(nothing)).contains("tests=\"1\" failures=\"0\"", "name=\"no leaks\"");
        assertThat(Written.github(nothing)).isEmpty();
        assertThat(Written.gitlab(nothing)).isEqualTo("[ ]\n");
        assertThat(LeaksPage.render(nothing)).contains("<h1>PASSED</h1>", "No findings.");
        assertThat(MarkdownPage.render(nothing)).startsWith("## Leak check: passed\n");
    }
}
