package io.ctxagent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Snapshot;
import io.ctxagent.report.SnapshotDiff.Bug;
import io.ctxagent.report.SnapshotDiff.Change;
import io.ctxagent.report.SnapshotDiff.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiffTest {

    private final Snapshot shop = Golden.snapshot("shop.json");
    private final Snapshot later = Golden.snapshot("later.json");
    private final SnapshotDiff diff = SnapshotDiff.of(shop, later);

    @Test
    void what_changed_stands_under_the_verdict() {
        Golden.assertScreen(DiffText.render(diff, "file:before.json", "4711", Style.PLAIN), "diff.txt");
        assertThat(DiffText.render(diff, "file:before.json", "4711", Style.PLAIN)
                        .lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void findings_are_the_same_by_fingerprint() {
        assertThat(rules(Change.NEW)).containsExactly("CTX202 0 1");
        assertThat(rules(Change.GONE)).containsExactly("CTX103 1 0");
        assertThat(rules(Change.GROWN)).containsExactly("CTX101 4 6");
        assertThat(rules(Change.SAME)).containsExactly("CTX207 1 1");
        assertThat(rules(Change.SHRUNK)).isEmpty();
    }

    @Test
    void contexts_are_the_same_by_their_place_in_the_tree() {
        assertThat(SnapshotDiff.only(Change.GROWN, diff.contexts()))
                .containsExactly(
                        new Place("background > refresher", "shop.PriceCache.start(PriceCache.java:52)", 1, 3));
        assertThat(SnapshotDiff.only(Change.GONE, diff.contexts()))
                .containsExactly(new Place("background > server > POST /orders", null, 1, 0));
        assertThat(SnapshotDiff.only(Change.SHRUNK, diff.contexts()))
                .extracting(Place::path)
                .containsExactly("background > server > GET /orders", "background > server > GET /orders > db.query");
    }

    @Test
    void growth_is_measured_by_fingerprint_and_a_new_one_had_none() {
        assertThat(diff.grewBeyond(0)).isTrue();
        assertThat(diff.grewBeyond(1)).isTrue();
        assertThat(diff.grewBeyond(2)).isFalse();
        assertThat(SnapshotDiff.of(later, shop).grewBeyond(0))
                .as("CTX103 is new there")
                .isTrue();
        assertThat(SnapshotDiff.of(later, shop).grewBeyond(1)).isFalse();
        assertThat(SnapshotDiff.of(shop, shop).grewBeyond(0)).isFalse();
    }

    @Test
    void nothing_is_different_from_itself() {
        assertThat(DiffText.render(SnapshotDiff.of(shop, shop), "a", "b", Style.PLAIN))
                .contains("findings: no difference\n", "contexts: no difference\n", "the same JVM, B 0ms later");
    }

    private List<String> rules(Change change) {
        return SnapshotDiff.only(change, diff.findings()).stream()
                .map(DiffTest::told)
                .toList();
    }

    private static String told(Bug bug) {
        return bug.finding().rule() + " " + bug.before() + " " + bug.after();
    }
}
