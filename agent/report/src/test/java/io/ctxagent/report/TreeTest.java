package io.ctxagent.report;

import static io.ctxagent.report.SampleTree.context;
import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import io.ctxagent.model.ThreadRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TreeTest {

    private final Snapshot shop = Golden.snapshot("shop.json");

    @Test
    void a_chain_of_100_000_is_drawn_in_little_text() {
        List<ContextInfo> chain = IntStream.range(0, 100_000)
                .mapToObj(i -> context("c" + i, i == 0 ? null : "c" + (i - 1), "step"))
                .toList();

        String text = TreeText.render(with(chain), Style.PLAIN);

        assertThat(text.lines()).hasSize(100_000);
        assertThat(text).contains("[99999] step").hasSizeLessThan(15_000_000);
    }

    @Test
    void a_hundred_thousand_siblings_that_look_alike_are_one_line() {
        List<ContextInfo> contexts = new ArrayList<>(List.of(context("root", null, "root")));
        IntStream.range(0, 50_000).forEach(i -> {
            contexts.add(context("a" + i, "root", "request"));
            contexts.add(context("b" + i, "a" + i, "query"));
        });

        assertThat(TreeText.render(with(contexts), Style.PLAIN).lines())
                .containsExactly(
                        "root (withCancel) root  7ms, no deadline",
                        "`- x50000 request (withCancel) a0...  oldest 7ms, no deadline",
                        "   `- x50000 query (withCancel) b0...  oldest 7ms, no deadline");
    }

    @Test
    void siblings_with_different_children_are_not_folded() {
        List<ContextInfo> contexts = new ArrayList<>();
        for (String id : List.of("a", "b", "c", "d")) {
            contexts.add(context(id, null, "request"));
            contexts.add(context(id + 1, id, "query " + id));
        }

        assertThat(TreeText.render(with(contexts), Style.PLAIN).lines())
                .hasSize(8)
                .noneMatch(line -> line.contains("x4"));
    }

    @Test
    void calls_on_objects_of_one_class_are_the_same_call() {
        List<ContextInfo> contexts = new ArrayList<>();
        List<ThreadInfo> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            contexts.add(context("c" + i, null, "GET /hang"));
            threads.add(taking(i, "java.util.concurrent.SynchronousQueue@2c67059" + i));
        }
        contexts.add(context("c4", null, "GET /hang"));
        threads.add(taking(4, "jdbc:oracle:thin:@db"));
        Snapshot hang = with(contexts, threads);

        assertThat(TreeText.render(hang, Style.PLAIN).lines())
                .containsExactly(
                        "x4 GET /hang (withCancel) c0...  oldest 7ms, no deadline",
                        "    4 threads in SynchronousQueue.take java.util.concurrent.SynchronousQueue,",
                        "    longest 5.0s",
                        "GET /hang (withCancel) c4  7ms, no deadline",
                        "    thread \"http-4\" #4 in SynchronousQueue.take jdbc:oracle:thin:@db for 5.0s");
        assertThat(ThreadsText.blockedIn(hang, Style.PLAIN).lines().skip(1))
                .containsExactly(
                        "     4 in SynchronousQueue.take java.util.concurrent.SynchronousQueue, longest 5.0s",
                        "     1 in SynchronousQueue.take jdbc:oracle:thin:@db for 5.0s");
        assertThat(ThreadsText.blockedIn(with(contexts, threads.subList(0, 1)), Style.PLAIN))
                .as("of one, which object")
                .contains("SynchronousQueue@2c670590 for");
    }

    @Test
    void sockets_to_one_address_are_alike() {
        List<ThreadInfo> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            threads.add(taking(i, "addr=db/10.0.0.7,port=5432,localport=5750" + i));
        }
        assertThat(ThreadsText.blockedIn(with(List.of(), threads), Style.PLAIN))
                .endsWith("     3 in SynchronousQueue.take addr=db/10.0.0.7,port=5432, longest 5.0s\n");
        assertThat(ThreadsText.blockedIn(with(List.of(), threads.subList(0, 1)), Style.PLAIN))
                .contains("localport=57500 for");
    }

    @Test
    void calls_that_are_not_listed_are_counted() {
        List<ThreadInfo> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(taking(i, "queue " + Math.min(i, 6)));
        }
        assertThat(ThreadsText.blockedIn(with(List.of(), threads), Style.PLAIN))
                .contains("     2 in SynchronousQueue.take queue 6, longest 5.0s\n")
                .endsWith("     2 in 2 other calls\n");
    }

    /** Whoever was blocked before a late attach came. */
    @Test
    void a_call_that_nobody_saw_begin_is_said_to_last_for_an_unknown_time() {
        List<ThreadInfo> threads = List.of(taking(0, "q", ThreadRow.NONE), taking(1, "q", ThreadRow.NONE));
        List<ContextInfo> contexts = List.of(context("c0", null, "a"), context("c1", null, "b"));
        Snapshot late = with(contexts, threads);

        assertThat(TreeText.render(with(contexts.subList(0, 1), threads.subList(0, 1)), Style.PLAIN))
                .endsWith("    thread \"http-0\" #0 in SynchronousQueue.take q for an unknown time\n");
        assertThat(ThreadsText.blockedIn(late, Style.PLAIN))
                .endsWith("     2 in SynchronousQueue.take q, for an unknown time\n");
        assertThat(ThreadsText.table(late, List.of(ThreadsText.By.SITE), Style.PLAIN)
                        .lines()
                        .skip(1)
                        .findFirst())
                .hasValue("     2  unknown  no deadline   SynchronousQueue.take q");
        assertThat(new WatchRow("a", contexts.subList(0, 1), threads.subList(0, 1)).activity())
                .isEqualTo("SynchronousQueue.take q (time unknown)");
        assertThat(ThreadsText.blockedIn(with(contexts, List.of(threads.get(0), taking(1, "q"))), Style.PLAIN))
                .as("as long as is known")
                .endsWith("     2 in SynchronousQueue.take q, longest 5.0s\n");
    }

    private static ThreadInfo taking(int which, String target) {
        return taking(which, target, 5_000);
    }

    private static ThreadInfo taking(int which, String target, long forMillis) {
        ThreadRow row = new ThreadRow();
        row.id = which;
        row.name = "http-" + which;
        row.state = "WAITING";
        row.role = "user";
        row.context = "c" + which;
        row.family = "queue";
        row.call = "SynchronousQueue.take";
        row.target = target;
        row.blockedForMillis = forMillis;
        row.cancellable = true;
        return row.info();
    }

    private Snapshot with(List<ContextInfo> contexts, List<ThreadInfo> threads) {
        return new Snapshot(shop.schema(), shop.jvm(), shop.agent(), shop.counts(), contexts, threads, List.of());
    }

    @Test
    void a_context_whose_parent_is_gone_is_drawn_as_a_root() {
        assertThat(TreeText.render(with(List.of(context("c5", "c4", "left"))), Style.PLAIN))
                .startsWith("left (withCancel) c5");
    }

    @Test
    void a_tree_that_is_too_long_says_how_much_is_left_out() {
        assertThat(TreeText.render(shop, 2, Style.PLAIN)).endsWith("... 10 more contexts\n");
    }

    @Test
    void names_cannot_write_on_the_terminal() {
        String evil = "a\u001b[2Jb\nc\u202ed\u0007";
        String text = TreeText.render(with(List.of(context("c1\r", null, evil))), Style.PLAIN);

        assertThat(text)
                .startsWith("a\\u001b[2Jb\\nc\\u202ed\\u0007 (withCancel) c1\\r ")
                .hasLineCount(1);
        assertThat(TreeDot.render(with(List.of(context("c\"]", null, "x\"]; evil")))))
                .contains("\"c\\\"]\" [label=\"x\\\"]; evil (withCancel) c\\\"]\"]");
        assertThat(TreeMermaid.render(with(List.of(context("end", null, "\"]<b>#")))))
                .contains("n0[\"#34;]#60;b#62;#35; (withCancel) end\"]");
    }

    @Test
    void the_filter_takes_what_fits_and_nothing_else() {
        assertThat(ids(new TreeFilter("c2", 0, Set.of(), 0, null).select(shop)))
                .containsExactly("c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9");
        assertThat(ids(new TreeFilter("c2", 2, Set.of(), 0, null).select(shop)))
                .containsExactly("c2", "c3", "c4", "c5", "c9");
        assertThat(ids(new TreeFilter(null, 1, Set.of(), 0, null).select(shop))).containsExactly("c1", "c12");
        assertThat(ids(new TreeFilter(null, 0, Set.of("deadline-exceeded"), 0, null).select(shop)))
                .containsExactly("c9");
        assertThat(ids(new TreeFilter(null, 0, Set.of(), 60_001, null).select(shop)))
                .containsExactly("c1", "c2", "c10");
        assertThat(ids(new TreeFilter(null, 0, Set.of(), 0, "post").select(shop)))
                .containsExactly("c9");
        assertThat(ids(new TreeFilter(null, 0, Set.of(), 0, "pricecache").select(shop)))
                .containsExactly("c10");
        assertThat(ids(new TreeFilter(null, 0, Set.of(), 0, "USER").select(shop)))
                .containsExactly("c9");
        assertThat(ids(TreeFilter.ALL.select(shop))).hasSize(12);
    }

    @Test
    void the_filter_can_keep_the_way_from_the_roots() {
        assertThat(ids(new TreeFilter(null, 0, Set.of("deadline-exceeded"), 0, null).selectWithPaths(shop)))
                .containsExactly("c1", "c2", "c9");
        assertThat(ids(new TreeFilter("c2", 0, Set.of(), 0, "db.query").selectWithPaths(shop)))
                .containsExactly("c2", "c3", "c4", "c5", "c6", "c7", "c8");
    }

    @Test
    void a_long_path_shows_its_ends() {
        List<ContextInfo> chain = IntStream.range(0, 10)
                .mapToObj(i -> context("c" + i, i == 0 ? null : "c" + (i - 1), "n" + i))
                .toList();
        ContextPaths paths = new ContextPaths(with(chain));

        assertThat(paths.path(thread("c9"))).isEqualTo("n0 > (4 more) > n5 > n6 > n7 > n8 > n9");
        assertThat(paths.path(thread("c5"))).isEqualTo("n0 > n1 > n2 > n3 > n4 > n5");
        assertThat(paths.path(thread("gone"))).isEqualTo("gone");
    }

    private static List<String> ids(Snapshot snapshot) {
        return snapshot.contexts().stream().map(ContextInfo::id).toList();
    }

    private Snapshot with(List<ContextInfo> contexts) {
        return SampleTree.with(shop, contexts);
    }

    private static ThreadInfo thread(String context) {
        return new ThreadInfo(1, "t", false, false, "RUNNABLE", context, "user", null, null, List.of());
    }
}
