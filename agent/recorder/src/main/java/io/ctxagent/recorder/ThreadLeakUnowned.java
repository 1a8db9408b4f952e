package io.ctxagent.recorder;

import io.ctxagent.boot.ThreadMakers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thread that is no daemon, belongs to no context and is alive {@code grace} after the test that started it, or after {@code main}:
 * it holds the JVM, and nothing that ends a context ends it. A pool that nobody shuts down shows as its workers.
 *
 * <p>In a test, a thread is the test's in which it was started, also by a pool that grew for it. Otherwise it counts from when
 * {@code main} was first seen to have returned.
 *
 * <p>Not flagged: after main, a library's own threads, because that is how a server lives; daemons, which hold nothing; the JDK's, the agent's and tools' threads; threads that a library keeps for the life of
 * the JVM ({@link LifelongThreads}); shutdown hooks and threads that wait in {@code System.exit}; a thread under a context, or
 * started under one that it inherited, which CTX101 to CTX104 judge.
 */
final class ThreadLeakUnowned implements Rule {

    private final Object lock = new Object();

    /** When {@code main} was first seen to have returned; guarded by {@link #lock}. */
    private @Nullable Long mainEndNanos;

    @Override
    public String id() {
        return "CTX108";
    }

    @Override
    public String slug() {
        return "thread-leak-unowned";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public String fix() {
        return "End the thread, shut its pool down, or start it under a context that somebody cancels.";
    }

    @Override
    public List<Candidate> candidates(Observation seen) {
        List<Candidate> found = new ArrayList<>();
        long afterMain = afterMain(seen);
        for (SeenThread thread : seen.threads()) {
            if (!holdsTheJvm(thread)) {
                continue;
            }
            SeenContext starter = thread.starter();
            if (starter != null) {
                SeenTests.SeenTest test = seen.contexts().tests().of(starter.id());
                Long ended = test == null ? null : test.owner().endedNanos();
                if (test != null && ended != null) {
                    long over = Math.max(0, seen.nowNanos() - ended);
                    String message = Phrases.thread(thread) + " is alive " + Phrases.time(over) + " after "
                            + Phrases.owner(test.owner()) + ", which started it, and belongs to no context.";
                    found.add(candidate(thread, starter.id(), over, message));
                }
            } else if (afterMain >= 0 && !Origin.of(thread).equals("library")) {
                String message = Phrases.thread(thread)
                        + " holds the JVM although main has returned, and belongs to no context.";
                boolean sure = seen.atExit() || afterMain >= seen.graceNanos();
                found.add(candidate(thread, null, sure ? Candidate.CERTAIN : Candidate.UNKNOWN, message));
            }
        }
        return found;
    }

    private static boolean holdsTheJvm(SeenThread thread) {
        return !thread.daemon()
                && thread.role() == ThreadRole.USER
                && thread.context() == null
                && thread.origin() == null
                && !ThreadMakers.isShutdownHook(thread.thread())
                && !ShutdownThreads.shutsDown(thread)
                && !LifelongThreads.isOne(thread);
    }

    /** For how long {@code main} is known to have returned; -1 while it has not. */
    private long afterMain(Observation seen) {
        boolean over = false;
        for (SeenThread thread : seen.threads()) {
            over |= thread.name().equals("DestroyJavaVM") && thread.role() == ThreadRole.JDK;
        }
        if (!over) {
            return -1;
        }
        synchronized (lock) {
            if (mainEndNanos == null) {
                mainEndNanos = seen.nowNanos();
            }
            return Math.max(0, seen.nowNanos() - mainEndNanos);
        }
    }

    private Candidate candidate(SeenThread thread, @Nullable String context, long held, String message) {
        StackTraceElement maker = maker(thread);
        String site = maker == null ? thread.site() : FrameNames.site(maker);
        String made = site == null ? ThreadMakers.factoryOf(thread.thread()) : FrameNames.classOf(site);
        return new Candidate(
                this,
                id() + " " + thread.id(),
                held,
                Math.max(0, held == Candidate.CERTAIN ? 0 : held),
                context,
                thread.id(),
                site,
                List.of(
                        site == null
                                ? made == null ? thread.thread().getClass().getName() : made
                                : FrameNames.normalised(site)),
                Origin.of(made),
                message);
    }

    /** Who started it, or else where its own code begins. */
    private static @Nullable StackTraceElement maker(SeenThread thread) {
        for (StackTraceElement frame : thread.startedAt()) {
            if (CodeOwner.isApplication(frame)) {
                return frame;
            }
        }
        return thread.stack().entry();
    }
}
