package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thread that was started under a context and is alive {@code grace} after that context was done. Reported beside
 * {@link BlockedAfterCancel}: that one names the call, this one the thread.
 *
 * <p>A test that has ended counts as done, although its context stays live until what it has left is judged.
 *
 * <p>Not flagged: threads that a library keeps for the life of the JVM ({@link LifelongThreads}); workers of pools, which live as long as their pool and were only started while it happened to grow; and
 * a thread that cleans up under a shield or goes on under withoutCancel, which says that outliving is meant.
 */
final class ThreadOutlivesContext implements Rule {

    @Override
    public String id() {
        return "CTX104";
    }

    @Override
    public String slug() {
        return "thread-outlives-context";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public String fix() {
        return "Make the thread end when its context is done, or start it under a context that lives as long as it does.";
    }

    @Override
    public List<Candidate> candidates(Observation seen) {
        List<Candidate> found = new ArrayList<>();
        for (SeenThread thread : seen.threads()) {
            SeenContext origin = thread.origin();
            Long since = origin == null ? null : origin.overNanos();
            if (origin == null || since == null || isPoolWorker(thread) || isDetached(thread, seen)) {
                continue;
            }
            if (LifelongThreads.isOne(thread)) {
                continue;
            }
            long done = Math.max(0, seen.nowNanos() - since);
            String message = Phrases.thread(thread) + " is alive " + Phrases.time(done) + " after "
                    + Phrases.reference(origin) + ", which it was started under, "
                    + (origin.isDone() ? "was done." : "had ended.");
            found.add(Candidate.ofThread(this, thread, origin, done, message));
        }
        return found;
    }

    static boolean isPoolWorker(SeenThread thread) {
        for (StackTraceElement frame : thread.stack().frames()) {
            String type = frame.getClassName();
            if (type.equals("java.util.concurrent.ThreadPoolExecutor$Worker")
                    || type.equals("java.util.concurrent.ForkJoinWorkerThread")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDetached(SeenThread thread, Observation seen) {
        @Nullable SeenContext context = thread.context();
        boolean live = context != null && context.live();
        while (live && context != null) {
            if (context.kind().equals("shield") || context.kind().equals("withoutCancel")) {
                return true;
            }
            context = seen.contexts().parentOf(context);
        }
        return false;
    }
}
