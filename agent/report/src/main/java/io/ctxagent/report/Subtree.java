package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is below a context, without that context itself.
 *
 * @param contexts all of them
 * @param live those that are not done
 * @param threads that run under one of them
 */
record Subtree(int contexts, int live, int threads) {

    static Subtree below(ContextInfo context, Snapshot snapshot) {
        ContextTree tree = new ContextTree(snapshot.contexts());
        Threads running = new Threads(snapshot);
        int contexts = 0;
        int live = 0;
        int threads = 0;
        Deque<ContextInfo> open = new ArrayDeque<>(tree.children(context));
        while (!open.isEmpty()) {
            ContextInfo next = open.pop();
            contexts++;
            live += next.live() ? 1 : 0;
            threads += running.under(next).size();
            open.addAll(tree.children(next));
        }
        return new Subtree(contexts, live, threads);
    }
}
