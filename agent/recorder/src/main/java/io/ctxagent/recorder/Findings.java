package io.ctxagent.recorder;

import io.ctxagent.model.ContextIds;
import io.ctxagent.model.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Candidates that held, grouped: one bug, one finding, however many times it shows. */
final class Findings {

    static final Comparator<Finding> ORDER = Comparator.<Finding>comparingInt(
                    finding -> Severity.ofText(finding.severity()).ordinal())
            .thenComparing(Finding::rule)
            .thenComparing(Finding::fingerprint);

    private Findings() {}

    private record Group(String fingerprint, List<Candidate> all, Set<String> tests, Set<Candidate.Bug> bugs) {

        Rule rule() {
            return all.get(0).rule();
        }

        Candidate oldest() {
            Candidate oldest = all.get(0);
            for (Candidate candidate : all) {
                if (candidate.ageNanos() > oldest.ageNanos()) {
                    oldest = candidate;
                }
            }
            return oldest;
        }

        /** Each once. Where each candidate is about one of its own, numbers and no text: of a leak they are most of the finding. */
        private List<String> contexts() {
            SeenContext first = all.get(0).about();
            long[] numbers = new long[all.size()];
            for (int i = 0; i < numbers.length; i++) {
                SeenContext about = all.get(i).about();
                if (first == null || about == null || !about.suffix().equals(first.suffix())) {
                    return List.copyOf(ids());
                }
                numbers[i] = about.number();
            }
            return first == null ? List.of() : ContextIds.of(numbers, first.suffix());
        }

        private Set<String> ids() {
            Set<String> ids = new LinkedHashSet<>();
            for (Candidate candidate : all) {
                String context = candidate.context();
                if (context != null) {
                    ids.add(context);
                }
            }
            return ids;
        }

        /** Also those of a leak that there was no room for: else it would seem to grow no more. */
        private int count(ContextTree tree) {
            long count = all.size();
            if (rule() instanceof UncancelledContext) {
                for (Candidate.Bug bug : bugs) {
                    count += tree.abandoned(bug);
                }
            }
            return (int) Math.min(Integer.MAX_VALUE, count);
        }

        Finding finding(ContextTree tree) {
            Set<Long> threads = new LinkedHashSet<>();
            for (Candidate candidate : all) {
                if (candidate.thread() != null) {
                    threads.add(candidate.thread());
                }
            }
            Candidate oldest = oldest();
            String site = oldest.site();
            return new Finding(
                    rule().id(),
                    rule().slug(),
                    rule().severity().text(),
                    oldest.origin(),
                    fingerprint,
                    count(tree),
                    Math.max(0, oldest.ageNanos() / 1_000_000),
                    contexts(),
                    List.copyOf(threads),
                    site,
                    oldest.message(),
                    rule().fix(),
                    List.copyOf(tests));
        }
    }

    /** The worst first, without those that the test in which they were seen is allowed. */
    static List<Finding> of(List<Candidate> held, ContextTree tree) {
        Map<String, Group> groups = new LinkedHashMap<>();
        Map<List<Object>, Group> known = new HashMap<>();
        boolean tests = tree.tests().any();
        Rule lastRule = null;
        Candidate.Bug lastBug = null;
        Group lastGroup = null;
        for (Candidate candidate : held) {
            SeenTests.SeenTest test = tests ? tree.tests().of(candidate.context()) : null;
            if (test != null && test.allowed().contains(candidate.rule().id())) {
                continue;
            }
            // Neighbours are mostly of one bug.
            if (lastGroup == null || candidate.rule() != lastRule || candidate.bug() != lastBug) {
                lastRule = candidate.rule();
                lastBug = candidate.bug();
                lastGroup = known.computeIfAbsent(
                        List.of(lastRule.id(), lastBug.frames()), key -> groupOf(candidate, groups));
                lastGroup.bugs().add(lastBug);
            }
            lastGroup.all().add(candidate);
            if (test != null) {
                lastGroup.tests().add(test.id());
            }
        }
        return groups.values().stream()
                .map(group -> group.finding(tree))
                .sorted(ORDER)
                .toList();
    }

    private static Group groupOf(Candidate candidate, Map<String, Group> groups) {
        String fingerprint = Fingerprint.of(candidate.rule().id(), candidate.frames());
        return groups.computeIfAbsent(
                fingerprint,
                key -> new Group(
                        key, new ArrayList<>(), new TreeSet<>(), Collections.newSetFromMap(new IdentityHashMap<>())));
    }
}
