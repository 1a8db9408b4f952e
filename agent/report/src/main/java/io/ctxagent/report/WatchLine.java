package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the live screen's table: a row, or a word about the row above it.
 *
 * @param id what the row is called from look to look; null where it cannot be chosen
 * @param row null for a word
 * @param label what stands in the column of the contexts; the word, where there is no row
 */
record WatchLine(@Nullable String id, @Nullable WatchRow row, String label) {

    private static final int MAX_ALIKE = 50;
    private static final int MAX_THREADS = 10;

    /**
     * The rows that {@code view} shows, in its order, and below those that are open what is in them.
     *
     * @param width that a word has room for; more goes on in the next line
     */
    static List<WatchLine> of(WatchLook look, WatchView view, int width) {
        String filter = view.typing() == null ? view.filter() : view.typing();
        Threads threads = new Threads(look.snapshot());
        ContextFacts facts = new ContextFacts(look.snapshot());
        Below below = new Below(facts, threads, width, new ArrayList<>());
        WatchRow.of(look.snapshot()).stream()
                .filter(row -> row.matches(filter))
                .sorted(view.sort().order())
                .forEach(row -> below.add(row, view));
        return below.lines();
    }

    /** Puts rows, and what is in those that are open, one below the other. */
    private record Below(ContextFacts facts, Threads threads, int width, List<WatchLine> lines) {

        void add(WatchRow row, WatchView view) {
            lines.add(new WatchLine(row.id(), row, row.path()));
            if (!view.opened().contains(row.id())) {
                return;
            }
            List<ContextInfo> alike = row.alike();
            if (alike.size() == 1) {
                details(row);
                return;
            }
            for (ContextInfo context : alike.subList(0, Math.min(MAX_ALIKE, alike.size()))) {
                WatchRow one = new WatchRow(row.path(), List.of(context), threads.under(context));
                lines.add(new WatchLine(context.id(), one, "- " + SafeText.of(context.id())));
                if (view.opened().contains(context.id())) {
                    details(one);
                }
            }
            if (alike.size() > MAX_ALIKE) {
                words("", "... " + Words.count(alike.size() - MAX_ALIKE, "more context"));
            }
        }

        private void details(WatchRow row) {
            ContextInfo context = row.first();
            words("", ContextWords.title(context, 1));
            for (ContextFacts.Fact fact : facts.of(context)) {
                words(String.format("%-10s", fact.name()), fact.text());
            }
            List<ThreadInfo> running = row.threads();
            for (ThreadInfo thread : running.subList(0, Math.min(MAX_THREADS, running.size()))) {
                String site = thread.site();
                words("", Threads.title(thread) + " " + Threads.activity(thread) + Threads.since(List.of(thread)));
                if (thread.blocked() != null && site != null) {
                    words("  ", "at " + SafeText.of(site));
                }
            }
            if (running.size() > MAX_THREADS) {
                words("", "... " + Words.count(running.size() - MAX_THREADS, "more thread"));
            }
        }

        private void words(String begin, String text) {
            String first = begin;
            for (String line : Words.broken(text, Math.max(1, width - begin.length()))) {
                lines.add(new WatchLine(null, null, first + line));
                first = " ".repeat(begin.length());
            }
        }
    }
}
