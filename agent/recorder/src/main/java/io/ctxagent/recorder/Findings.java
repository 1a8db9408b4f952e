package io.ctxagent.recorder;

import io.ctxagent.model.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Candidates that held, grouped: one bug, one finding, however many times it shows. */
final class Findings {

    private static final Comparator<Group> ORDER = Comparator.<Group, Severity>comparing(
                    group -> group.rule().severity())
            .thenComparing(group -> group.rule().id())
            .thenComparing(Group::fingerprint);

    private Findings() {}

    private record Group(String fingerprint, List<Candidate> all) {

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
                    site != null && CodeOwner.isJdk(FrameNames.classOf(site)) ? "jdk" : "application",
                    fingerprint,
                    all.size(),
                    Math.max(0, oldest.ageNanos() / 1_000_000),
                    List.copyOf(contexts),
                    List.copyOf(threads),
                    site,
                    oldest.message(),
                    rule().fix(),
                    List.of());
        }
    }

    /** The worst first. */
    static List<Finding> of(List<Candidate> held) {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (Candidate candidate : held) {
            String fingerprint = Fingerprint.of(candidate.rule().id(), candidate.frames());
            groups.computeIfAbsent(fingerprint, key -> new Group(key, new ArrayList<>()))
                    .all()
                    .add(candidate);
        }
        return groups.values().stream().sorted(ORDER).map(Group::finding).toList();
    }
}
