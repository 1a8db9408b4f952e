package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares each snapshot of a target with the one before. Not thread-safe. */
public final class WatchHistory {

    private record Known(Finding finding, long sinceMillis) {}

    private final Map<String, Known> findings = new HashMap<>();
    private Set<String> contexts = Set.of();
    private boolean first = true;

    /** Takes in the next snapshot. */
    public WatchLook next(Snapshot snapshot, Instant at) {
        Set<String> ids = new HashSet<>();
        for (ContextInfo context : snapshot.contexts()) {
            ids.add(context.id());
        }
        Set<String> born = new HashSet<>(first ? Set.of() : ids);
        born.removeAll(contexts);
        Set<String> gone = new HashSet<>(contexts);
        gone.removeAll(ids);
        contexts = ids;
        Set<String> fresh = new HashSet<>();
        Set<String> there = new HashSet<>();
        for (Finding finding : snapshot.findings()) {
            there.add(finding.fingerprint());
            Known known = findings.get(finding.fingerprint());
            long since = known == null ? at.toEpochMilli() - finding.oldestMillis() : known.sinceMillis();
            findings.put(finding.fingerprint(), new Known(finding, since));
            if (known == null && !first) {
                fresh.add(finding.fingerprint());
            }
        }
        WatchLook look = new WatchLook(snapshot, at, first, born, gone.size(), fresh, released(there, at));
        first = false;
        return look;
    }

    private List<WatchLook.Released> released(Set<String> there, Instant at) {
        List<WatchLook.Released> released = new ArrayList<>();
        findings.forEach((fingerprint, known) -> {
            if (!there.contains(fingerprint)) {
                released.add(new WatchLook.Released(known.finding(), at.toEpochMilli() - known.sinceMillis()));
            }
        });
        findings.keySet().retainAll(there);
        return released;
    }
}
