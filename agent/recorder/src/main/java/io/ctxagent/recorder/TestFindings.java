package io.ctxagent.recorder;

import io.ctxagent.model.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What tests were found to have left, for the report at exit: by then it may be gone. One bug is one finding, however many tests
 * show it. Thread-safe.
 */
final class TestFindings {

    private final Map<String, Finding> kept = new LinkedHashMap<>();

    synchronized void keep(List<Finding> findings) {
        for (Finding finding : findings) {
            kept.merge(
                    finding.fingerprint(), finding, (before, now) -> united(before, now, before.count() + now.count()));
        }
    }

    /** {@code findings} and the kept ones. What both have seen is taken to be the same contexts and threads. */
    synchronized List<Finding> with(List<Finding> findings) {
        if (kept.isEmpty()) {
            return findings;
        }
        Map<String, Finding> all = new LinkedHashMap<>(kept);
        for (Finding finding : findings) {
            all.merge(
                    finding.fingerprint(),
                    finding,
                    (before, now) -> united(before, now, Math.max(before.count(), now.count())));
        }
        List<Finding> sorted = new ArrayList<>(all.values());
        sorted.sort(Findings.ORDER);
        return sorted;
    }

    private static Finding united(Finding before, Finding now, int count) {
        Set<String> contexts = new TreeSet<>(before.contexts());
        contexts.addAll(now.contexts());
        Set<Long> threads = new TreeSet<>(before.threads());
        threads.addAll(now.threads());
        Set<String> tests = new TreeSet<>(before.tests());
        tests.addAll(now.tests());
        Finding older = before.oldestMillis() >= now.oldestMillis() ? before : now;
        return new Finding(
                older.rule(),
                older.slug(),
                older.severity(),
                older.origin(),
                older.fingerprint(),
                count,
                older.oldestMillis(),
                List.copyOf(contexts),
                List.copyOf(threads),
                older.site(),
                older.message(),
                older.fix(),
                List.copyOf(tests));
    }
}
