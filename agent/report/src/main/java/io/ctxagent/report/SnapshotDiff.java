package io.ctxagent.report;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What two snapshots differ in. Findings are the same when their fingerprints are, contexts when they stand in the same
 * place of the tree under the same names and were made at the same site: ids mean nothing in another JVM.
 *
 * @param findings each fingerprint of either, in the order of the later snapshot and then of the earlier
 * @param contexts each place of either, in the same order
 */
public record SnapshotDiff(Snapshot before, Snapshot after, List<Bug> findings, List<Place> contexts) {

    /** Something that is counted in both. */
    public sealed interface Counted {

        /** How many in the earlier snapshot. */
        int before();

        /** How many in the later. */
        int after();

        /** What has become of it. */
        default Change change() {
            int grown = after() - before();
            if (before() == 0) {
                return Change.NEW;
            }
            if (after() == 0) {
                return Change.GONE;
            }
            return grown > 0 ? Change.GROWN : grown < 0 ? Change.SHRUNK : Change.SAME;
        }
    }

    /** A finding as the later snapshot has it, or as the earlier one had it. */
    public record Bug(Finding finding, int before, int after) implements Counted {}

    /**
     * Contexts of one kind.
     *
     * @param path labels from the root
     * @param site where they were made; null where nobody looked
     */
    public record Place(String path, @Nullable String site, int before, int after) implements Counted {}

    /** What became of something. */
    public enum Change {
        NEW,
        GONE,
        GROWN,
        SHRUNK,
        SAME
    }

    public SnapshotDiff {
        findings = List.copyOf(findings);
        contexts = List.copyOf(contexts);
    }

    public static SnapshotDiff of(Snapshot before, Snapshot after) {
        return new SnapshotDiff(before, after, findings(before, after), contexts(before, after));
    }

    /** Whether both are of one JVM: one process, started once. */
    public boolean sameJvm() {
        return before.jvm().pid() == after.jvm().pid()
                && before.jvm().startedAt().equals(after.jvm().startedAt());
    }

    /** Whether a fingerprint has more than {@code limit} instances more than before; a new one had none. */
    public boolean grewBeyond(int limit) {
        return findings.stream().anyMatch(bug -> (long) bug.after() - bug.before() > limit);
    }

    /** Those of {@code all} that changed so. */
    public static <T extends Counted> List<T> only(Change change, List<T> all) {
        return all.stream().filter(each -> each.change() == change).toList();
    }

    private static List<Bug> findings(Snapshot before, Snapshot after) {
        Map<String, Finding> known = new LinkedHashMap<>();
        Map<String, int[]> counts = new LinkedHashMap<>();
        List<Snapshot> both = List.of(before, after);
        for (int side = 1; side >= 0; side--) {
            for (Finding finding : Severity.worstFirst(both.get(side))) {
                known.putIfAbsent(finding.fingerprint(), finding);
                counts.computeIfAbsent(finding.fingerprint(), key -> new int[2])[side] += finding.count();
            }
        }
        List<Bug> bugs = new ArrayList<>();
        counts.forEach((fingerprint, count) -> {
            Finding finding = known.get(fingerprint);
            if (finding != null) {
                bugs.add(new Bug(finding, count[0], count[1]));
            }
        });
        return bugs;
    }

    private record Key(String path, @Nullable String site) {}

    private static List<Place> contexts(Snapshot before, Snapshot after) {
        Map<Key, int[]> counts = new LinkedHashMap<>();
        List<Snapshot> both = List.of(before, after);
        for (int side = 1; side >= 0; side--) {
            Snapshot snapshot = both.get(side);
            ContextPaths paths = new ContextPaths(snapshot);
            for (ContextInfo context : snapshot.contexts()) {
                Key key = new Key(paths.path(context.id()), context.site());
                counts.computeIfAbsent(key, each -> new int[2])[side]++;
            }
        }
        List<Place> places = new ArrayList<>();
        counts.forEach((key, count) -> places.add(new Place(key.path(), key.site(), count[0], count[1])));
        return places;
    }
}
