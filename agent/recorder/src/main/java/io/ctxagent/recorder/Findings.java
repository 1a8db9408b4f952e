package io.ctxagent.recorder;

import io.ctxagent.model.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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

    private record Group(String fingerprint, List<Candidate> all, Set<String> tests) {

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

        Finding finding() {
            Set<String> contexts = new LinkedHashSet<>();
            Set<Long> threads = new LinkedHashSet<>();
            for (Candidate candidate : all) {
                if (candidate.context() != null) {
                    contexts.add(candidate.context());
                }
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
                    all.size(),
                    Math.max(0, oldest.ageNanos() / 1_000_000),
                    List.copyOf(contexts),
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
        Map<List<Object>, String> fingerprints = new HashMap<>();
        for (Candidate candidate : held) {
            SeenTests.SeenTest test = tree.testOf(candidate.context());
            if (test != null && test.allowed().contains(candidate.rule().id())) {
                continue;
            }
            String fingerprint = fingerprints.computeIfAbsent(
                    List.of(candidate.rule().id(), candidate.frames()),
                    key -> Fingerprint.of(candidate.rule().id(), candidate.frames()));
            Group group =
                    groups.computeIfAbsent(fingerprint, key -> new Group(key, new ArrayList<>(), new TreeSet<>()));
            group.all().add(candidate);
            if (test != null) {
                group.tests().add(test.id());
            }
        }
        return groups.values().stream().map(Group::finding).sorted(ORDER).toList();
    }
}
