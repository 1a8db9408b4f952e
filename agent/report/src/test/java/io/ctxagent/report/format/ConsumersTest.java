package io.ctxagent.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ctxagent.model.Finding;
import io.ctxagent.report.RuleBook;
import io.ctxagent.report.RuleText;
import io.ctxagent.report.check.Reports;
import io.ctxagent.report.check.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What those who read the formats require, beyond what the formats' own definitions do. */
class ConsumersTest {

    /** Of GitHub's workflow commands: a kind, properties without a bare colon, comma or line end, and a message on the same line. */
    private static final Pattern COMMAND =
            Pattern.compile("::(error|warning|notice) (?:(?:file|line|title)=[^:,\\r\\n]+,?)+::[^\\r\\n]+");

    /** Of every rule one, at a place; one without a place; and one with each bad character. */
    private static final Verdict VERDICT = Reports.verdict(findings());

    private static List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (RuleText rule : RuleBook.all()) {
            String fingerprint = String.format("%016x", findings.size());
            findings.add(Reports.finding(rule.id(), rule.severity(), fingerprint, 1 + findings.size(), "OrdersTest"));
        }
        findings.add(
                new Finding("CTX901", "s", "note", "jdk", "f", 0, 0, List.of(), List.of(), null, "m", "f", List.of()));
        findings.add(Reports.finding(Reports.HOSTILE));
        return findings;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sarif-of-github.json", "code-quality-of-gitlab.json"})
    void each_field_that_is_required_is_there(String schema) throws IOException {
        boolean sarif = schema.startsWith("sarif");
        String written = sarif ? Written.sarif(VERDICT) : Written.gitlab(VERDICT);
        assertThat(schema(schema).validate(written, InputFormat.JSON)).isEmpty();
        String nothing = sarif ? Written.sarif(Reports.verdict(List.of())) : Written.gitlab(Reports.verdict(List.of()));
        assertThat(schema(schema).validate(nothing, InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fullDescription", "shortDescription", "uri", "startLine", "partialFingerprints"})
    void the_schema_of_github_can_tell(String field) throws IOException {
        String without = Written.sarif(VERDICT).replace("\"" + field + "\"", "\"x-" + field + "\"");
        assertThat(schema("sarif-of-github.json").validate(without, InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void a_rule_is_described_by_what_it_means() {
        for (RuleText rule : RuleBook.all()) {
            assertThat(Written.sarif(VERDICT)).contains(rule.means());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"description", "check_name", "fingerprint", "severity", "path", "begin"})
    void the_schema_of_gitlab_can_tell(String field) throws IOException {
        String without = Written.gitlab(VERDICT).replace("\"" + field + "\"", "\"x-" + field + "\"");
        assertThat(schema("code-quality-of-gitlab.json").validate(without, InputFormat.JSON))
                .isNotEmpty();
    }

    /** Jenkins and GitLab take cases of one class and name for one case; the counts must be those of the cases. */
    @Test
    void junit_cases_are_told_apart_and_counted() throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Written.junit(VERDICT))));
        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("name")).isNotEmpty();
        assertThat(suite.getAttribute("time")).matches("[0-9.]+");
        NodeList cases = document.getElementsByTagName("testcase");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element each = (Element) cases.item(i);
            assertThat(each.getAttribute("classname")).isNotEmpty();
            assertThat(each.getAttribute("time")).matches("[0-9.]+");
            names.add(each.getAttribute("classname") + " " + each.getAttribute("name"));
        }
        assertThat(names).hasSize(cases.getLength()).hasSize(findings().size());
        assertThat(suite.getAttribute("tests")).isEqualTo(String.valueOf(cases.getLength()));
        for (String kind : List.of("failure", "skipped")) {
            NodeList elements = document.getElementsByTagName(kind);
            assertThat(suite.getAttribute(kind.equals("failure") ? "failures" : kind))
                    .isEqualTo(String.valueOf(elements.getLength()));
            for (int i = 0; i < elements.getLength(); i++) {
                assertThat(((Element) elements.item(i)).getAttribute("message")).isNotEmpty();
            }
        }
    }

    @Test
    void github_takes_each_line_for_one_command() {
        assertThat(Written.github(VERDICT).lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).matches(COMMAND));
    }

    private static Schema schema(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ConsumersTest.class.getResourceAsStream("/schema/" + name), name)) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        }
    }
}
