package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.ContextRow;
import io.ctxagent.model.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trees of any shape, for tests: contexts that say nothing but where they are. */
public final class SampleTree {

    private SampleTree() {}

    /** A snapshot of the JVM that {@code of} is of, with these contexts and nothing else. */
    public static Snapshot with(Snapshot of, List<ContextInfo> contexts) {
        return new Snapshot(of.schema(), of.jvm(), of.agent(), of.counts(), contexts, List.of(), List.of());
    }

    /** A live one; {@code parent} is null for a root. */
    public static ContextInfo context(String id, @Nullable String parent, String name, String... findings) {
        ContextRow row = new ContextRow();
        row.id = id;
        row.parent = parent;
        row.kind = "withCancel";
        row.name = name;
        row.state = "live";
        row.ageMillis = 7;
        row.findings = List.of(findings);
        return row.info();
    }
}
