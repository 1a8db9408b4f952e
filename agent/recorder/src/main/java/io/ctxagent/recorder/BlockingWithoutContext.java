package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A thread of the application's that has been seen in one call to the outside for {@code grace} and runs under no context: no deadline
 * bounds the call and no cancel reaches it. Hooks note nothing where there is no context, so only what two snapshots have seen is known
 * to last, and the first one never says anything.
 *
 * <p>Not flagged: an application that uses no contexts, which has decided so; waits inside the JVM, such as those of workers for work;
 * acceptors and selectors, which wait for others; {@code main}; threads that were started under a context and have left it.
 */
final class BlockingWithoutContext implements Rule {

    private static final Set<String> OUTSIDE =
            Set.of("socket", "datagram", "channel", "httpclient", "process", "filelock", "jdbc");

    private static final Set<String> WAITS_FOR_OTHERS = Set.of("ServerSocket.accept", "ServerSocketChannel.accept");

    /** Since when each was seen; guarded by itself. */
    private final Map<String, Long> since = new HashMap<>();

    @Override
    public String id() {
        return "CTX201";
    }

    @Override
    public String slug() {
        return "blocking-without-context";
    }

    @Override
    public Severity severity() {
        return Severity.NOTE;
    }

    @Override
    public String fix() {
        return "Make the call under the context of whoever waits for it: start the thread or submit the task under that.";
    }

    @Override
    public List<Candidate> candidates(Observation seen) {
        Map<String, Long> now = new HashMap<>();
        List<Candidate> found = new ArrayList<>();
        synchronized (since) {
            for (SeenThread thread : usesContexts(seen) ? seen.threads() : List.<SeenThread>of()) {
                SeenCall call = thread.context() == null ? thread.call() : null;
                if (call == null || !isOutside(call) || !isWithoutContext(thread)) {
                    continue;
                }
                String key = id() + " " + thread.id() + " " + call.call() + " " + thread.site();
                long first = since.getOrDefault(key, seen.nowNanos());
                now.put(key, first);
                long held = Math.max(0, seen.nowNanos() - first);
                if (held > 0) {
                    found.add(candidate(thread, call, key, held));
                }
            }
            since.clear();
            since.putAll(now);
        }
        return found;
    }

    private static boolean usesContexts(Observation seen) {
        for (SeenContext context : seen.contexts().all()) {
            if (context.scoped() || context.kind().equals("request")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutside(SeenCall call) {
        return OUTSIDE.contains(call.family()) && !WAITS_FOR_OTHERS.contains(call.call());
    }

    private static boolean isWithoutContext(SeenThread thread) {
        return thread.role() == ThreadRole.USER
                && thread.context() == null
                && thread.origin() == null
                && thread.site() != null
                && !thread.name().equals("main")
                && !LifelongThreads.isOne(thread);
    }

    private Candidate candidate(SeenThread thread, SeenCall call, String key, long held) {
        String site = thread.site();
        String message = Phrases.thread(thread) + " has been in " + call.call() + " for at least " + Phrases.time(held)
                + " and runs under no context.";
        List<String> frames = site == null ? List.of(call.call()) : List.of(FrameNames.normalised(site), call.call());
        return new Candidate(this, key, held, held, null, thread.id(), site, frames, Origin.of(thread), message);
    }
}
