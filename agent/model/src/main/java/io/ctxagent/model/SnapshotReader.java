package io.ctxagent.model;

import io.ctxagent.model.json.JsonFormatException;
import io.ctxagent.model.json.JsonPull;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code ctx-snapshot/1}. Fields that it does not know are passed over, so that later agents may add some. A field
 * that may be null may be left out, and so may a list inside an element; everything else must be there and of its type.
 * The contexts of a snapshot that was read form a tree: ids are unique and nobody is his own ancestor.
 */
public final class SnapshotReader {

    private SnapshotReader() {}

    /**
     * Reads one document to its end, and leaves the stream open.
     *
     * @throws InvalidSnapshotException when the document is not a snapshot
     * @throws IOException when the stream fails
     */
    public static Snapshot read(InputStream in) throws IOException {
        return read(in, Integer.MAX_VALUE);
    }

    /**
     * The same, with bounded memory however long the document is.
     *
     * @param most how many contexts, and how many threads, are kept: the first. What is left out is added to what the document
     *     itself omits, and the snapshot is then not complete.
     */
    public static Snapshot read(InputStream in, int most) throws IOException {
        try {
            Snapshot snapshot = JsonPull.document(in, json -> snapshot(json, most));
            checkTree(snapshot.contexts());
            return snapshot;
        } catch (JsonFormatException e) {
            throw new InvalidSnapshotException(String.valueOf(e.getMessage()));
        }
    }

    private static Snapshot snapshot(JsonPull in, int most) throws IOException {
        String schema = null;
        JvmInfo jvm = null;
        AgentInfo agent = null;
        Counts counts = null;
        List<ContextInfo> contexts = null;
        List<ThreadInfo> threads = null;
        List<Finding> findings = null;
        int[] over = new int[2];
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "schema" -> schema = schema(in);
                case "jvm" -> jvm = JvmJson.read(in);
                case "agent" -> agent = AgentJson.read(in);
                case "counts" -> counts = CountsJson.read(in);
                case "contexts" -> contexts = contexts(in, most, over);
                case "threads" -> threads = threads(in, most, over);
                case "findings" -> findings = findings(in, most);
                default -> in.skip();
            }
        }
        return new Snapshot(
                in.required("schema", schema),
                in.required("jvm", jvm),
                partly(in.required("agent", agent), over),
                partly(in.required("counts", counts), over),
                in.required("contexts", contexts),
                in.required("threads", threads),
                in.required("findings", findings));
    }

    private static AgentInfo partly(AgentInfo agent, int[] over) {
        return over[0] + over[1] == 0
                ? agent
                : new AgentInfo(
                        agent.version(),
                        agent.mode(),
                        agent.loaded(),
                        false,
                        agent.droppedEvents(),
                        agent.hooks(),
                        agent.evictions());
    }

    private static Counts partly(Counts counts, int[] over) {
        Counts.ContextCounts contexts = counts.contexts();
        Counts.ThreadCounts threads = counts.threads();
        return new Counts(
                new Counts.ContextCounts(contexts.live(), contexts.done(), contexts.omitted() + over[0]),
                new Counts.ThreadCounts(
                        threads.live(),
                        threads.user(),
                        threads.virtual(),
                        threads.blocked(),
                        threads.unowned(),
                        threads.omitted() + over[1]));
    }

    // Three loops: each lambda is linked anew at each start of ctxinspect, see decision 72.
    private static List<ContextInfo> contexts(JsonPull in, int most, int[] over) throws IOException {
        List<ContextInfo> contexts = new ArrayList<>();
        in.beginList();
        while (in.nextElement()) {
            ContextInfo context = ContextJson.read(in);
            if (contexts.size() < most) {
                contexts.add(context);
            } else {
                over[0]++;
            }
        }
        return contexts;
    }

    private static List<ThreadInfo> threads(JsonPull in, int most, int[] over) throws IOException {
        List<ThreadInfo> threads = new ArrayList<>();
        in.beginList();
        while (in.nextElement()) {
            ThreadInfo thread = ThreadJson.read(in);
            if (threads.size() < most) {
                threads.add(thread);
            } else {
                over[1]++;
            }
        }
        return threads;
    }

    private static List<Finding> findings(JsonPull in, int most) throws IOException {
        List<Finding> findings = new ArrayList<>();
        in.beginList();
        while (in.nextElement()) {
            findings.add(FindingJson.read(in, most));
        }
        return findings;
    }

    private static String schema(JsonPull in) throws IOException {
        String schema = in.text();
        if (!schema.equals(Snapshot.SCHEMA)) {
            throw in.malformed("is \"" + schema + "\"");
        }
        return schema;
    }

    // Whoever walks the tree relies on this, or a crafted file would make it run for ever.
    private static void checkTree(List<ContextInfo> contexts) throws InvalidSnapshotException {
        Map<String, @Nullable String> parents = new HashMap<>(contexts.size() * 2);
        for (ContextInfo context : contexts) {
            if (parents.containsKey(context.id())) {
                throw new InvalidSnapshotException("two contexts have the id \"" + printable(context.id()) + "\"");
            }
            parents.put(context.id(), context.parent());
        }
        Set<String> rooted = new HashSet<>(contexts.size() * 2);
        Set<String> path = new HashSet<>();
        for (ContextInfo context : contexts) {
            path.clear();
            String id = context.id();
            while (id != null && !rooted.contains(id) && parents.containsKey(id)) {
                if (!path.add(id)) {
                    throw new InvalidSnapshotException("context \"" + printable(id) + "\" is its own ancestor");
                }
                id = parents.get(id);
            }
            rooted.addAll(path);
        }
    }

    private static String printable(String id) {
        String clean = id.replaceAll("[\\p{Cc}\\p{Cf}\u2028\u2029]+", " ");
        return clean.length() <= 40 ? clean : clean.substring(0, 40) + "...";
    }
}
