package io.ctxagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tells more of one snapshot, and what compares two. */
class ExplainDiffTest {

    @TempDir
    private Path directory;

    private String shop;
    private String later;

    @BeforeEach
    void writeFiles() {
        shop = "file:" + Cli.file("shop.json", directory);
        later = "file:" + Cli.file("later.json", directory);
    }

    @Test
    void a_context_is_explained_from_its_root_to_its_threads() {
        assertThat(Cli.run("explain", shop, "c9").succeeded().out())
                .startsWith(
                        "background c1\n`- server (withCancel) c2  3h11m, no deadline\n   `- POST /orders (request) c9")
                .contains("at shop.InventoryStore.reserve(InventoryStore.java:88)", "fix: use tryLock", "the rule: ");
        assertThat(Cli.run("explain", shop, "c9", "--json").succeeded().out())
                .startsWith("{\"schema\":\"ctx-snapshot/1\"")
                .contains("\"id\":\"c9\"", "\"id\":34", "CTX103")
                .doesNotContain("\"id\":\"c10\"", "CTX101");
    }

    @Test
    void a_rule_is_explained_with_and_without_a_target() {
        String alone = Cli.run("explain", "CTX103").succeeded().out();
        assertThat(alone).startsWith("CTX103 blocked-after-cancel  (error)\n").doesNotContain("here");
        assertThat(Cli.run("explain", "blocked-after-cancel").succeeded().out()).isEqualTo(alone);
        assertThat(Cli.run("explain", shop, "ctx103").succeeded().out())
                .startsWith(alone)
                .contains("found here: 1 finding\nerror    CTX103");
        assertThat(Cli.run("explain", later, "CTX103").succeeded().out()).endsWith("not found here\n");
        assertThat(Cli.run("explain", shop, "CTX106", "--json").succeeded().out())
                .startsWith("{\"schema\":\"ctxinspect-rule/1\",\"rule\":\"CTX106\",\"slug\":\"orphan-child\",")
                .endsWith("\"found\":[]}\n");
        assertThat(Cli.run("explain", shop, "CTX103", "--json").succeeded().out())
                .endsWith("\"found\":[\"77b0d2c4aa51ee09\"]}\n");
    }

    @Test
    void a_finding_is_explained_by_its_fingerprint() {
        assertThat(Cli.run("explain", shop, "77b0d2c4aa51ee09").succeeded().out())
                .isEqualTo(Cli.run("explain", shop, "CTX103").out());
    }

    @Test
    void a_target_behind_the_id_is_two_and_says_which_order_is_right() {
        assertThat(Cli.run("explain", "c9", shop).failedWith(2).err())
                .isEqualTo("ctxinspect: the target comes first: ctxinspect explain " + shop + " c9\n");
        assertThat(Cli.run("explain", "CTX103", "4711").failedWith(2).err())
                .isEqualTo("ctxinspect: the target comes first: ctxinspect explain 4711 CTX103\n");
    }

    @Test
    void what_is_not_there_is_three_and_names_what_is() {
        assertThat(Cli.run("explain", shop, "c99").failedWith(3).err())
                .startsWith("ctxinspect: there is no context, rule or finding c99 in " + shop
                        + "; there are the contexts c1, c2, c3, c4, c5, c6, c7, c8 and 4 more and the rules CTX101, ");
        assertThat(Cli.run("explain", "file:" + Cli.file("late.json", directory), "c99")
                        .failedWith(3)
                        .err())
                .contains("; it has no contexts; the rules are CTX101, ");
        Cli.run("explain", "file:/none.json", "c1").failedWith(3);
        Cli.run("explain", "file:/none.json", "CTX101").failedWith(3);
    }

    @Test
    void diff_shows_what_is_new_gone_and_grown() {
        assertThat(Cli.run("diff", shop, later).succeeded().out())
                .startsWith("A  " + shop + "  shop.Main  pid 4711")
                .contains(
                        "the same JVM, B 2m00s later\n",
                        "findings: 1 new, 1 grown, 1 gone\n",
                        "grown      4 -> 6  error   CTX101 uncancelled-context");
        assertThat(Cli.run("diff", shop, later, "--json").succeeded().out())
                .startsWith(
                        "{\"schema\":\"ctxinspect-diff/1\",\"sameJvm\":true,\"new\":[{\"fingerprint\":\"ddfd498d4e69db61\"")
                .contains(
                        "\"gone\":[{\"fingerprint\":\"77b0d2c4aa51ee09\"",
                        "\"before\":4,\"after\":6}],\"shrunk\":[]",
                        "{\"path\":\"background > refresher\",\"site\":\"shop.PriceCache.start(PriceCache.java:52)\","
                                + "\"before\":1,\"after\":3}");
    }

    @Test
    void diff_fails_on_growth_when_it_is_told_to() {
        assertThat(Cli.run("diff", shop, later, "--fail-on-growth", "1").exitCode())
                .isEqualTo(1);
        Cli.run("diff", shop, later, "--fail-on-growth", "2").succeeded();
        Cli.run("diff", shop, shop, "--fail-on-growth", "0").succeeded();
        Cli.run("diff", shop, "file:/none.json").failedWith(3);
    }
}
