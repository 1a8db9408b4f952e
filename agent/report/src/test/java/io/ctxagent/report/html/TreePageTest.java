package io.ctxagent.report.html;

import static io.ctxagent.report.SampleTree.context;
import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.AgentInfo;
import io.ctxagent.model.BlockedInfo;
import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Finding;
import io.ctxagent.model.JvmInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.report.Golden;
import io.ctxagent.report.SampleTree;
import io.ctxagent.report.Severity;
import io.ctxagent.report.check.Judge;
import io.ctxagent.report.check.Policy;
import io.ctxagent.report.check.ReportMerge;
import io.ctxagent.report.check.Reports;
import io.ctxagent.report.check.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages for a browser: what is on them, what they ask for, and that names stay names. */
class TreePageTest {

    private final Snapshot shop = Golden.snapshot("shop.json");

    @Test
    void the_tree_with_its_times() {
        Golden.assertScreen(TreePage.render(shop, shop), "tree.html");
    }

    @Test
    void the_findings_with_the_contexts_that_they_are_about() {
        Golden.assertScreen(LeaksPage.render(verdict(shop), shop), "leaks.html");
    }

    @Test
    void names_change_nothing_but_the_text() throws Exception {
        Markups harmless = Markups.of(TreePage.render(named("name"), named("name")));
        Markups hostile = Markups.of(TreePage.render(named(Reports.HOSTILE), named(Reports.HOSTILE)));
        assertThat(hostile.elements).isEqualTo(harmless.elements);
        assertThat(hostile.text)
                .contains("</script><img src=x onerror=alert(1)>")
                .matches(text -> text.codePoints()
                        .noneMatch(c ->
                                c != '\n' && Character.isISOControl(c) || Character.getType(c) == Character.FORMAT));

        Markups findings = Markups.of(LeaksPage.render(verdict(named("name")), named("name")));
        assertThat(Markups.of(LeaksPage.render(verdict(named(Reports.HOSTILE)), named(Reports.HOSTILE))).elements)
                .isEqualTo(findings.elements);
    }

    @Test
    void the_browser_runs_the_script_of_the_page_and_no_other() throws Exception {
        String page = TreePage.render(shop, shop);
        for (String element : List.of("style", "script")) {
            String content = page.substring(
                    page.indexOf("<" + element + ">") + element.length() + 2, page.indexOf("</" + element + ">"));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            assertThat(page)
                    .contains(element + "-src &#39;sha256-"
                            + Base64.getEncoder().encodeToString(digest).replace("'", "&#39;") + "&#39;");
        }
        assertThat(page).contains("default-src &#39;none&#39;").doesNotContain("unsafe-inline");
    }

    @Test
    void the_network_is_asked_for_nothing() {
        assertThat(TreePage.render(shop, shop)).doesNotContainPattern("(?i)https?:|src=|href=\"[^#]|@import|url\\(");
    }

    @Test
    void a_page_without_its_script_is_whole() throws Exception {
        Markups page = Markups.of(TreePage.render(shop, shop));
        assertThat(page.text).contains("FileChannel.lock", "3 contexts, each with its age: c3 180ms, c4 95ms, c5 20ms");
        assertThat(page.elements).contains("form id hidden");
    }

    @Test
    void a_hundred_thousand_siblings_that_look_alike_are_two_rows() {
        List<ContextInfo> contexts = new ArrayList<>(List.of(context("root", null, "root")));
        IntStream.range(0, 99_999).forEach(i -> contexts.add(context("a" + i, "root", "request")));
        Snapshot many = with(contexts);

        assertThat(TreePage.render(many, many))
                .hasSizeLessThan(30_000)
                .contains(">x99999</b> <bdi class=\"name\">request</bdi>");
    }

    @Test
    void a_chain_of_100_000_is_not_nested_for_ever_and_cut_where_it_is_too_long() throws Exception {
        Snapshot chain = with(IntStream.range(0, 100_000)
                .mapToObj(i -> context("c" + i, i == 0 ? null : "c" + (i - 1), "step"))
                .toList());

        Markups page = Markups.of(TreePage.render(chain, chain));

        assertThat(page.deepest).isLessThan(200);
        assertThat(page.text).contains("[4000] step", (100_000 - Rows.MOST) + " more contexts had no room here");
    }

    @Test
    void what_is_flagged_has_room_before_all_others() {
        Snapshot many = with(Stream.concat(
                        IntStream.range(0, 2 * Rows.MOST).mapToObj(i -> context("c" + i, null, "name " + i)),
                        Stream.of(context("bad", "c" + (2 * Rows.MOST - 1), "flagged", "CTX101")))
                .toList());

        assertThat(TreePage.render(many, many))
                .contains(">flagged</bdi>", ">name " + (2 * Rows.MOST - 1) + "</bdi>")
                .doesNotContain(">name " + (2 * Rows.MOST - 2) + "</bdi>")
                .contains((Rows.MOST + 1) + " more contexts");
    }

    @Test
    void times_from_milliseconds_to_days_are_on_one_line() {
        TimeScale scale = new TimeScale(864_000_000, 60_000);

        assertThat(scale.x(-864_000_000)).isEqualTo(8);
        assertThat(scale.x(60_000)).isEqualTo(TimeScale.WIDTH - 8);
        assertThat(scale.x(Long.MIN_VALUE / 2)).isEqualTo(8);
        assertThat(IntStream.of(-86_400_000, -3_600_000, -1_000, -100, 0, 100, 1_000, 59_000)
                        .map(scale::x)
                        .boxed()
                        .toList())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(scale.ticks().stream().map(TimeScale.Tick::label)).contains("now", "-10h", "+10s");
    }

    private static Verdict verdict(Snapshot snapshot) {
        return Judge.judge(ReportMerge.single("4711", snapshot), Policy.of(Severity.ERROR, Reports.TODAY), null, null);
    }

    private Snapshot with(List<ContextInfo> contexts) {
        return SampleTree.with(shop, contexts);
    }

    /** Whatever can be a name in it is {@code name}. */
    private Snapshot named(String name) {
        ContextInfo root = new ContextInfo(
                name,
                null,
                name,
                name,
                "canceled",
                9,
                -3L,
                2L,
                name,
                name,
                name,
                true,
                List.of(name),
                List.of(1L),
                List.of(name),
                List.of(name));
        ThreadInfo under = new ThreadInfo(
                1, name, false, true, name, name, "user", new BlockedInfo(name, name, name, 5L, true), name, List.of());
        ThreadInfo alone = new ThreadInfo(2, name, true, true, name, null, "user", null, name, List.of(name, name));
        Finding finding = new Finding(
                name,
                name,
                "error",
                name,
                name,
                2,
                9,
                List.of(name, "gone"),
                List.of(1L),
                name,
                name,
                name,
                List.of(name));
        return new Snapshot(
                shop.schema(),
                new JvmInfo(1, name, name, shop.jvm().startedAt(), 12, name),
                new AgentInfo(name, name, name, false, 0, List.of()),
                shop.counts(),
                List.of(root),
                List.of(under, alone),
                List.of(finding));
    }
}
