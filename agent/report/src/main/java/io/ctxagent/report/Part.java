package io.ctxagent.report;

import io.ctxagent.model.Counts;
import io.ctxagent.model.Snapshot;

/** Says that a snapshot lists a part of what it counts. */
public final class Part {

    private Part() {}

    /** Whether it does. */
    public static boolean is(Snapshot snapshot) {
        Counts counts = snapshot.counts();
        return counts.contexts().omitted() > 0 || counts.threads().omitted() > 0;
    }

    /** One line with its end; empty where all that is counted is listed. */
    public static String line(Snapshot snapshot) {
        return is(snapshot) ? "only a part: " + sentence(snapshot) + "\n" : "";
    }

    /** {@code 562500 of 3000002 contexts are listed, the rest is counted}. */
    public static String sentence(Snapshot snapshot) {
        Counts.ContextCounts contexts = snapshot.counts().contexts();
        Counts.ThreadCounts threads = snapshot.counts().threads();
        String what = contexts.omitted() > 0
                ? listed(
                        contexts.omitted(),
                        (long) contexts.live() + contexts.done(),
                        snapshot.contexts().size(),
                        "contexts")
                : "";
        if (threads.omitted() > 0) {
            what += (what.isEmpty() ? "" : ", ")
                    + listed(
                            threads.omitted(),
                            threads.live(),
                            snapshot.threads().size(),
                            "threads");
        }
        return what + " are listed, the rest is counted";
    }

    /** Of a selection fewer are there than were listed; in a file that is not an agent's the counts may say too little. */
    private static String listed(int omitted, long counted, int there, String what) {
        long all = Math.max(counted, (long) omitted + there);
        return all - omitted + " of " + all + " " + what;
    }
}
