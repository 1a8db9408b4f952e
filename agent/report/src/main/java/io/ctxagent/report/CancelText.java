package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;

/** What a cancel hits, in a few words. */
public final class CancelText {

    private CancelText() {}

    /** {@code GET /orders (withTimeout) c17, with 2 live contexts below and 3 threads}. */
    public static String of(Snapshot snapshot, ContextInfo context) {
        Subtree below = Subtree.below(context, snapshot);
        return ContextWords.title(context, 1) + ", with " + Words.count(below.live(), "live context") + " below and "
                + Words.count(
                        below.threads() + new Threads(snapshot).under(context).size(), "thread");
    }
}
