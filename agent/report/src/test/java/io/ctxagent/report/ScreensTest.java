package io.ctxagent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Snapshot;
import io.ctxagent.report.ThreadsText.By;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole screens, character by character. */
class ScreensTest {

    private final Snapshot shop = Golden.snapshot("shop.json");
    private final Snapshot late = Golden.snapshot("late.json");

    @Test
    void attach() {
        Golden.assertScreen(AttachScreen.render(shop, "4711", Style.PLAIN), "attach.txt");
    }

    @Test
    void attach_to_a_jvm_that_could_not_be_seen_whole() {
        Golden.assertScreen(AttachScreen.render(late, "17", Style.PLAIN), "attach-late.txt");
    }

    @Test
    void tree() {
        Golden.assertScreen(TreeText.render(shop, Style.PLAIN), "tree.txt");
    }

    @Test
    void tree_in_colour() {
        Golden.assertScreen(TreeText.render(shop, Style.ANSI).replace("\u001b", "<ESC>"), "tree-ansi.txt");
    }

    @Test
    void tree_for_graphviz() {
        Golden.assertScreen(TreeDot.render(shop), "tree.dot");
    }

    @Test
    void tree_for_mermaid() {
        Golden.assertScreen(TreeMermaid.render(shop), "tree.mmd");
    }

    @Test
    void threads() {
        Golden.assertScreen(ThreadsText.render(shop, false, false, Style.PLAIN), "threads.txt");
    }

    @Test
    void threads_with_their_stacks() {
        assertThat(ThreadsText.render(shop, false, true, Style.PLAIN))
                .contains("  vthread \"inv-311\" #34  in FileChannel.lock (not cancellable) for 40s\n"
                        + "        at sun.nio.ch.FileDispatcherImpl.lock0(Native Method)\n"
                        + "        at shop.InventoryStore.reserve(InventoryStore.java:88)\n\n");
    }

    @Test
    void threads_of_every_role() {
        Golden.assertScreen(ThreadsText.render(shop, true, false, Style.PLAIN), "threads-all.txt");
    }

    @Test
    void blocked_threads_by_site() {
        Snapshot blocked = new ThreadFilter(true, false).select(shop);
        Golden.assertScreen(ThreadsText.table(blocked, List.of(By.SITE), Style.PLAIN), "threads-by-site.txt");
    }

    @Test
    void threads_by_context_and_state() {
        Golden.assertScreen(
                ThreadsText.table(shop, List.of(By.CONTEXT, By.STATE), Style.PLAIN), "threads-by-context-state.txt");
    }

    @Test
    void leaks() {
        Golden.assertScreen(LeaksText.render(shop, Style.PLAIN), "leaks.txt");
    }

    @Test
    void leaks_of_a_jvm_that_could_not_be_seen_whole() {
        Golden.assertScreen(LeaksText.render(late, Style.PLAIN), "leaks-late.txt");
    }

    @Test
    void the_screens_fit_80_columns() {
        for (String screen : List.of(
                AttachScreen.render(shop, "4711", Style.PLAIN),
                AttachScreen.render(late, "17", Style.PLAIN),
                ThreadsText.render(shop, true, false, Style.PLAIN),
                ThreadsText.table(shop, List.of(By.SITE), Style.PLAIN),
                ThreadsText.table(shop, List.of(By.CONTEXT, By.SITE, By.STATE), Style.PLAIN),
                LeaksText.render(shop, Style.PLAIN))) {
            assertThat(screen.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
    }

    @Test
    void the_screens_are_ascii_where_the_names_are() {
        assertThat(AttachScreen.render(shop, "4711", Style.PLAIN)).isASCII();
    }
}
