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
        try {
            Snapshot snapshot = JsonPull.document(in, SnapshotReader::snapshot);
            checkTree(snapshot.contexts());
            return snapshot;
        } catch (JsonFormatException e) {
            throw new InvalidSnapshotException(String.valueOf(e.getMessage()));
        }
    }

    private static Snapshot snapshot(JsonPull in) throws IOException {
        String schema = null;
        JvmInfo jvm = null;
        AgentInfo agent = null;
        Counts counts = null;
        List<ContextInfo> contexts = null;
        List<ThreadInfo> threads = null;
        List<Finding> findings = null;
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "schema" -> schema = schema(in);
                case "jvm" -> jvm = JvmJson.read(in);
                case "agent" -> agent = AgentJson.read(in);
                case "counts" -> counts = CountsJson.read(in);
                case "contexts" -> contexts = contexts(in);
                case "threads" -> threads = threads(in);
                case "findings" -> findings = findings(in);
                default -> in.skip();
            }
        }
        return new Snapshot(
                in.required("schema", schema),
                in.required("jvm", jvm),
                in.required("agent", agent),
                in.required("counts", counts),
                in.required("contexts", contexts),
                in.required("threads", threads),
                in.required("findings", findings));
    }

    // Three loops: each lambda is linked anew at each start of ctxinspect, see decision 72.
    private static List<ContextInfo> contexts(JsonPull in) throws IOException {
        List<ContextInfo> contexts = new ArrayList<>();
        in.beginList();
        while (in.nextElement()) {
            contexts.add(ContextJson.read(in));
        }
        return contexts;
    }

    private static List<ThreadInfo> threads(JsonPull in) throws IOException {
        List<ThreadInfo> threads = new ArrayList<>();
        in.beginList();
        while (in.nextElement()) {
            threads.add(ThreadJson.read(in));
        }
        return threads;
    }

    private static List<Finding> findings(JsonPull in) throws IOException {
        List<Finding> findings = new ArrayList<>();
        in.beginList();
        while (in.nextElement()) {
            findings.add(FindingJson.read(in));
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
