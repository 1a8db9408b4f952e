package io.ctxagent.cli.connect;

import io.ctxagent.model.Snapshot;

/** How large a snapshot ctxinspect takes into its memory; of a larger one it takes a part, and says so. */
public final class Capacity {

    /** An element of a document that is read, and what the verbs make of it: the most that was seen, see decision 85. */
    private static final long BYTES_OF_AN_ELEMENT = 1_200;

    /** What ctxinspect itself needs. */
    private static final long BYTES_OF_THE_REST = 24L << 20;

    private Capacity() {}

    /** How many contexts, and how many threads, are kept of a snapshot when so many snapshots are held at a time. */
    static int elements(int held) {
        long room = Runtime.getRuntime().maxMemory() - BYTES_OF_THE_REST;
        return (int) Math.max(1_000, Math.min(Integer.MAX_VALUE, room / BYTES_OF_AN_ELEMENT / held));
    }

    /** What to do about a snapshot of which there was no room for all; empty where there was. */
    public static String advice(Snapshot snapshot, Ask ask) {
        int limit = elements(ask.held());
        boolean cut = snapshot.contexts().size() >= limit
                        && snapshot.counts().contexts().omitted() > 0
                || snapshot.threads().size() >= limit
                        && snapshot.counts().threads().omitted() > 0;
        long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
        return cut
                ? "the memory of ctxinspect itself, " + mebibytes
                        + " MiB, holds a part of this snapshot; CTXINSPECT_OPTS=-Xmx" + 4 * Math.max(1, mebibytes)
                        + "m holds more"
                : "";
    }
}
