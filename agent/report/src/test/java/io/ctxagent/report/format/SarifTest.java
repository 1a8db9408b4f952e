package io.ctxagent.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ctxagent.model.Finding;
import io.ctxagent.report.check.Baseline;
import io.ctxagent.report.check.Judge;
import io.ctxagent.report.check.Policy;
import io.ctxagent.report.check.ReportMerge;
import io.ctxagent.report.check.Reports;
import io.ctxagent.report.check.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SARIF, held to its own schema. */
class SarifTest {

    private static Schema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream in = SarifTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        }
    }

    @Test
    void a_result_has_its_rule_place_and_fingerprint() {
        String sarif = Written.sarif(Reports.verdict(List.of(Reports.finding("CTX101", "error", "3c9a", 42))));
        assertValid(sarif);
        assertThat(sarif)
                .contains(
                        "\"ruleId\" : \"CTX101\"",
                        "\"level\" : \"error\"",
                        "\"uri\" : \"app/src/main/java/shop/Orders.java\"",
                        "\"startLine\" : 42",
                        "\"ctxFingerprint/v1\" : \"3c9a\"",
                        "\"occurrenceCount\" : 42")
                .doesNotContain("baselineState");
    }

    @Test
    void what_the_baseline_has_is_suppressed_with_its_reason() {
        String sarif = Written.sarif(Judge.judge(
                new ReportMerge()
                        .add(
                                "a",
                                Reports.snapshot(
                                        false,
                                        List.of(
                                                Reports.finding("CTX101", "error", "old", 1),
                                                Reports.finding("CTX901", "note", "new", 1))))
                        .report(),
                Policy.of(null, Reports.TODAY),
                new Baseline(List.of(Reports.entry("old", 1))),
                "ctx-baseline.json"));
        assertValid(sarif);
        assertThat(sarif)
                .contains(
                        "\"baselineState\" : \"unchanged\"",
                        "\"baselineState\" : \"new\"",
                        "\"justification\" : \"JIRA-812\"",
                        "observation INCOMPLETE");
    }

    @Test
    void it_is_valid_whatever_the_names_are() {
        for (Verdict verdict : List.of(
                Reports.verdict(List.of()),
                Reports.verdict(List.of(Reports.finding(Reports.HOSTILE))),
                Reports.verdict(List.of(withoutSite())))) {
            assertValid(Written.sarif(verdict));
        }
    }

    @Test
    void the_schema_can_tell() {
        String sarif = Written.sarif(Reports.verdict(List.of(withoutSite())));
        assertThat(schema.validate(sarif.replace("\"level\" : \"note\"", "\"level\" : \"loud\""), InputFormat.JSON))
                .isNotEmpty();
        assertThat(schema.validate(sarif.replace("\"startLine\" : 1", "\"startLine\" : 0"), InputFormat.JSON))
                .isNotEmpty();
        assertThat(schema.validate(sarif.replace("\"ruleId\"", "\"rule\""), InputFormat.JSON))
                .isNotEmpty();
    }

    private static void assertValid(String sarif) {
        assertThat(schema.validate(sarif, InputFormat.JSON)).isEmpty();
    }

    private static Finding withoutSite() {
        return new Finding("CTX901", "s", "note", "jdk", "f", 0, 0, List.of(), List.of(), null, "m", "f", List.of());
    }
}
