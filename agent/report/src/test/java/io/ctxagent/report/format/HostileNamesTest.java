package io.ctxagent.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.ctxagent.report.Severity;
import io.ctxagent.report.check.Baseline;
import io.ctxagent.report.check.BaselineEntry;
import io.ctxagent.report.check.Judge;
import io.ctxagent.report.check.Policy;
import io.ctxagent.report.check.ReportMerge;
import io.ctxagent.report.check.Reports;
import io.ctxagent.report.check.Verdict;
import io.ctxagent.report.html.LeaksPage;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Names come from requests, tests and files that somebody else wrote: none of them may become markup or a command. */
class HostileNamesTest {

    private static final String HOSTILE = Reports.HOSTILE;

    private final Map<String, String> written = Written.all(verdict());

    private static Verdict verdict() {
        ReportMerge merge = new ReportMerge().add(HOSTILE, Reports.snapshot(Reports.finding(HOSTILE)));
        Baseline baseline = new Baseline(List.of(
                new BaselineEntry(HOSTILE, HOSTILE, HOSTILE, 1, HOSTILE, HOSTILE, null),
                new BaselineEntry("stale", HOSTILE, HOSTILE, 1, HOSTILE, HOSTILE, null)));
        return Judge.judge(merge.report(), Policy.of(Severity.ERROR, Reports.TODAY), baseline, HOSTILE);
    }

    @Test
    void no_format_has_a_control_character_or_turns_the_reading_direction() {
        written.forEach((name, text) -> assertThat(text)
                .as(name)
                .matches(whole ->
                        whole.codePoints().noneMatch(c -> c != '\n' && Character.isISOControl(c) || c == 0x202e)
                                || name.equals("verdict.json") && !whole.contains("\u001b")));
    }

    @Test
    void text_has_no_line_that_a_build_server_takes_for_a_command() {
        assertThat(written.get("verdict.txt").lines())
                .allSatisfy(line -> assertThat(line.strip()).doesNotStartWith("::"));
    }

    @Test
    void json_is_read_back_as_it_was() throws IOException {
        for (String name : List.of("verdict.json", "verdict.sarif", "verdict-gitlab.json")) {
            try (JsonParser json = new JsonFactory().createParser(written.get(name))) {
                while (json.nextToken() != null) {
                    json.skipChildren();
                }
            }
        }
        assertThat(written.get("verdict.json")).contains("\\u001B[31m\\u0000");
    }

    @Test
    void xml_is_well_formed_and_holds_one_case() throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(written.get("verdict.xml"))));
        assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(1);
        assertThat(document.getElementsByTagName("failure").item(0).getTextContent())
                .contains("</script><img src=x onerror=alert(1)>");
        assertThat(document.getElementsByTagName("img").getLength()).isZero();
    }

    @Test
    void html_has_no_element_of_theirs() {
        assertThat(written.get("verdict.html"))
                .doesNotContain("<img", "</script><", "alert(1)>\"")
                .contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;")
                .containsOnlyOnce("<script>")
                .containsOnlyOnce("</script>");
    }

    @Test
    void html_asks_the_network_for_nothing() {
        String page = LeaksPage.render(Reports.verdict(List.of()));
        assertThat(page)
                .contains("default-src &#39;none&#39;")
                .doesNotContainPattern("(?i)https?:|src=|href=|@import|url\\(");
    }

    @Test
    void github_gets_one_command_to_a_finding() {
        assertThat(written.get("verdict-github.txt").lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("::error "));
        String properties =
                written.get("verdict-github.txt").lines().toList().get(1).split("::", 3)[1];
        assertThat(properties).startsWith("error file=").contains(",line=", ",title=");
        assertThat(properties.split(",")).as("no property of theirs").hasSize(3);
        assertThat(properties).contains("%250A").doesNotContain("%0A##");
    }

    @Test
    void markdown_has_no_link_mention_table_or_element_of_theirs() {
        assertThat(written.get("verdict.md"))
                .doesNotContain("<img", "](http:", "://", "@team", " www.evil", "|a|", "`b`", "*c*", "<!--")
                .contains("&#64;team", "\\|a\\|\\`b\\`\\*c\\*");
    }

    @Test
    void sarif_has_no_link_of_theirs_and_stays_below_the_root() {
        assertThat(written.get("verdict.sarif"))
                .contains("\\\\[click\\\\](http")
                .doesNotContain("\"uri\" : \"http");
    }
}
