package io.ctxagent.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Finding;
import io.ctxagent.report.check.Reports;
import io.ctxagent.report.check.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the readers of the formats refuse, or drop without a word. */
class LimitsTest {

    @ParameterizedTest
    @CsvSource({"8, 9", "9, 10", "10, 10", "500, 10"})
    void github_shows_ten_errors_so_the_tenth_says_what_is_missing(int errors, int shown) {
        List<String> lines = Written.github(Reports.verdict(Reports.many(errors, "error")))
                .lines()
                .toList();
        assertThat(lines).hasSize(shown);
        if (errors + 1 > shown) {
            assertThat(lines.get(9))
                    .isEqualTo("::error title=Leak check::" + (errors - 8) + " more, see the job summary");
        } else {
            assertThat(lines).noneMatch(line -> line.contains(" more"));
        }
    }

    @Test
    void github_counts_each_kind_for_itself() {
        List<Finding> findings = new ArrayList<>(Reports.many(30, "warning"));
        findings.add(Reports.finding("CTX207", "note", "n", 1));
        assertThat(Written.github(Reports.verdict(findings)).lines())
                .hasSize(11)
                .filteredOn(line -> line.startsWith("::notice "))
                .hasSize(1);
    }

    @Test
    void markdown_is_cut_between_two_findings_and_says_so() {
        Verdict many = Reports.verdict(Reports.many(8000, "error"));
        assertThat(bytes(MarkdownPage.render(many))).isGreaterThan(1 << 20);

        String cut = MarkdownPage.render(many, 1 << 20);
        assertThat(bytes(cut)).isLessThanOrEqualTo(1 << 20).isGreaterThan((1 << 20) - 1000);
        assertThat(cut).endsWith("0\n\n\n**Truncated:** there is no room for more here.\n".substring(1));
    }

    @Test
    void sarif_has_25000_results_at_most_and_10_megabytes_compressed() throws IOException {
        String[] tests = new String[60];
        for (int i = 0; i < tests.length; i++) {
            tests[i] = "shop.OrdersTest.shipsEverythingThatWasOrdered(" + i * 7919L % 1000 + ")";
        }
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < 25_003; i++) {
            findings.add(Reports.finding("CTX101", "error", String.format("%016x", i * 0x9E3779B97F4A7C15L), 1, tests));
        }
        String sarif = Written.sarif(Reports.verdict(findings));
        assertThat(sarif.split("\"occurrenceCount\"", -1)).hasSize(25_001);
        assertThat(sarif).contains("3 more findings are left out");
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(sarif.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(compressed.size()).isLessThan(10_000_000);
    }

    @Test
    void junit_stays_below_30_megabytes_and_says_what_had_no_room() {
        Finding large = Reports.finding("x".repeat(200));
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            findings.add(new Finding(
                    large.rule(),
                    large.slug(),
                    "error",
                    large.origin(),
                    "f" + i,
                    1,
                    1,
                    List.of(),
                    List.of(),
                    large.site(),
                    large.message(),
                    large.fix(),
                    large.tests()));
        }
        String xml = Written.junit(Reports.verdict(findings));
        assertThat(bytes(xml)).isLessThan(30_000_000).isGreaterThan(29_000_000);
        assertThat(xml).containsPattern("<testcase classname=\"ctx\" name=\"\\d+ more findings\"");
    }

    @Test
    void junit_puts_the_verdict_first() {
        String xml = Written.junit(Reports.verdict(List.of(Reports.finding("CTX101", "error", "3c9a", 2))));
        assertThat(xml)
                .contains("<testcase classname=\"ctx.CTX101\" name=\"3c9a shop.Orders.find(Orders.java:2)\" time=\"0\">"
                        + "<failure message=\"CTX101 a-slug x2, new\" type=\"leak\">CTX101 a-slug x2, new\nat shop");
    }

    @Test
    void gitlab_gets_each_fingerprint_once() {
        Finding finding = Reports.finding("CTX101", "error", "3c9a", 2);
        assertThat(Written.gitlab(Reports.verdict(List.of(finding, finding))))
                .containsOnlyOnce("\"fingerprint\"")
                .contains("CTX101 a-slug x4: ");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
