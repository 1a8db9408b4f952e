package io.ctxagent.recorder;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Finding;
import io.ctxagent.model.HookInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Recorders as the tests want them, and ways to find things in what they see. */
final class Recorders {

    private Recorders() {}

    static RecorderSettings settings(String loaded, long dropped, HookInfo... hooks) {
        Long attached = loaded.equals("attached") ? System.nanoTime() : null;
        return new RecorderSettings(
                "0.1.0",
                "enforce",
                loaded,
                Duration.ofSeconds(2),
                "site",
                () -> List.of(hooks),
                () -> dropped,
                attached,
                EarlierStacks.none());
    }

    static Recorder startup() {
        return new Recorder(settings("startup", 0));
    }

    static Observer observer() {
        return new Observer(settings("startup", 0));
    }

    static Optional<ContextInfo> context(Snapshot snapshot, String name) {
        return snapshot.contexts().stream()
                .filter(context -> name.equals(context.name()))
                .findAny();
    }

    @SuppressWarnings("deprecation") // Thread.threadId() is not in 17
    static ThreadInfo thread(Snapshot snapshot, Thread thread) {
        return snapshot.threads().stream()
                .filter(each -> each.id() == thread.getId())
                .findAny()
                .orElseThrow();
    }

    static SeenThread thread(Observation seen, Thread thread) {
        return seen.threads().stream()
                .filter(each -> each.thread() == thread)
                .findAny()
                .orElseThrow();
    }

    static List<Finding> findings(Snapshot snapshot, String rule) {
        return snapshot.findings().stream()
                .filter(finding -> finding.rule().equals(rule))
                .toList();
    }
}
