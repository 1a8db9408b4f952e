package io.ctxagent.model;

import io.ctxagent.model.json.JsonPush;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;

/**
 * Writes {@code ctx-snapshot/1} as JSON in UTF-8, ended by a line feed. Every key is there, with null for what is not
 * known; only of more than {@value #MULTITUDE} contexts and threads together are null, empty lists and the owners of contexts
 * without a finding left out, which are two thirds of such a document. The stream is neither flushed nor closed. When a write fails half-way, what is in the stream is not a document.
 */
public final class SnapshotWriter {

    /** The most contexts and threads that are written with every key. */
    public static final int MULTITUDE = 20_000;

    private SnapshotWriter() {}

    /** Writes a snapshot that is in memory already. */
    public static void write(Snapshot snapshot, OutputStream out) throws IOException {
        write(
                snapshot.jvm(),
                snapshot.agent(),
                snapshot.counts(),
                snapshot.contexts(),
                snapshot.threads(),
                snapshot.findings(),
                out);
    }

    /**
     * Writes a snapshot whose parts are made while they are written: {@code contexts} and {@code threads} are iterated once,
     * one element in memory at a time.
     */
    public static void write(
            JvmInfo jvm,
            AgentInfo agent,
            Counts counts,
            Iterable<ContextInfo> contexts,
            Iterable<ThreadInfo> threads,
            List<Finding> findings,
            OutputStream out)
            throws IOException {
        Iterator<ContextInfo> eachContext = contexts.iterator();
        Iterator<ThreadInfo> eachThread = threads.iterator();
        RowSource<ContextRow> contextRows = row -> {
            boolean another = eachContext.hasNext();
            if (another) {
                row.set(eachContext.next());
            }
            return another;
        };
        RowSource<ThreadRow> threadRows = row -> {
            boolean another = eachThread.hasNext();
            if (another) {
                row.set(eachThread.next());
            }
            return another;
        };
        write(jvm, agent, counts, contextRows, threadRows, findings, out);
    }

    /** The same, out of one object for all contexts and one for all threads. */
    public static void write(
            JvmInfo jvm,
            AgentInfo agent,
            Counts counts,
            RowSource<ContextRow> contexts,
            RowSource<ThreadRow> threads,
            List<Finding> findings,
            OutputStream out)
            throws IOException {
        try (JsonPush json = new JsonPush(out)) {
            json.beginObject().text("schema", Snapshot.SCHEMA);
            JvmJson.write(json, jvm);
            AgentJson.write(json, agent);
            CountsJson.write(json, counts);
            json.beginList("contexts").sparse(isMultitude(counts));
            ContextRow context = new ContextRow();
            while (contexts.next(context)) {
                ContextJson.write(json, context);
            }
            json.endList().beginList("threads");
            ThreadRow thread = new ThreadRow();
            while (threads.next(thread)) {
                ThreadJson.write(json, thread);
            }
            json.endList().sparse(false).beginList("findings");
            for (Finding finding : findings) {
                FindingJson.write(json, finding);
            }
            json.endList().endObject().newLine();
        }
    }

    private static boolean isMultitude(Counts counts) {
        Counts.ContextCounts contexts = counts.contexts();
        return (long) contexts.live() + contexts.done() + counts.threads().live() > MULTITUDE;
    }
}
