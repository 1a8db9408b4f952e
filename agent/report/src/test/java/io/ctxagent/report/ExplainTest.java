package io.ctxagent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplainTest {

    private final Snapshot shop = Golden.snapshot("shop.json");

    @Test
    void a_context_that_is_over_and_still_has_a_thread() {
        Golden.assertScreen(page("c9"), "explain-context.txt");
    }

    @Test
    void a_context_that_nobody_cancels() {
        Golden.assertScreen(page("c10"), "explain-uncancelled.txt");
    }

    @Test
    void a_rule_and_where_it_was_found() {
        RuleText rule = RuleBook.find("CTX103").orElseThrow();
        Golden.assertScreen(RulePage.render(rule, shop, Style.PLAIN), "explain-rule.txt");
        assertThat(RulePage.render(rule, Golden.snapshot("later.json"), Style.PLAIN))
                .endsWith("not found here\n");
    }

    @Test
    void a_chain_of_causes_is_told_and_where_the_cancel_came_from() {
        List<ContextInfo> contexts =
                List.of(done("c1", null, "server"), done("c2", "c1", "request"), done("c3", "c2", "query"));
        String page = ContextPage.render(with(contexts), contexts.get(2), Style.PLAIN);

        assertThat(page)
                .contains("cause      java.io.IOException: client gone\n")
                .contains("           from java.net.ConnectException: reset\n")
                .contains("           it came from above: server (withCancel) c1\n");
    }

    @Test
    void a_deep_path_shows_its_ends() {
        List<ContextInfo> chain = IntStream.range(0, 1000)
                .mapToObj(i -> done("c" + i, i == 0 ? null : "c" + (i - 1), "n" + i))
                .toList();
        String page = ContextPage.render(with(chain), chain.get(999), Style.PLAIN);

        assertThat(page).startsWith("n0 (withCancel) c0").contains("... 988 more\n", "`- n999 (withCancel) c999");
        assertThat(page.lines()).hasSizeLessThan(30);
    }

    @Test
    void the_same_as_a_snapshot_is_the_path_its_threads_and_its_findings() {
        ContextInfo late = context("c9");
        Snapshot selected = ContextPage.select(shop, late);

        assertThat(selected.contexts()).extracting(ContextInfo::id).containsExactly("c1", "c2", "c9");
        assertThat(selected.threads())
                .singleElement()
                .satisfies(thread -> assertThat(thread.id()).isEqualTo(34));
        assertThat(selected.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.rule()).isEqualTo("CTX103"));
    }

    private String page(String id) {
        return ContextPage.render(shop, context(id), Style.PLAIN);
    }

    private ContextInfo context(String id) {
        return shop.contexts().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Snapshot with(List<ContextInfo> contexts) {
        return new Snapshot(shop.schema(), shop.jvm(), shop.agent(), shop.counts(), contexts, List.of(), List.of());
    }

    private static ContextInfo done(String id, String parent, String name) {
        return new ContextInfo(
                id,
                parent,
                "withCancel",
                name,
                "canceled",
                9000,
                null,
                2000L,
                "java.io.IOException: client gone",
                null,
                null,
                false,
                List.of(),
                List.of(),
                List.of(),
                List.of("java.net.ConnectException: reset"));
    }
}
