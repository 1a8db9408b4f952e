package io.ctxagent.recorder;

import io.ctxagent.boot.TestRun;
import io.ctxagent.model.Finding;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.wire.CancelReply.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes snapshots of the JVM that it runs in, and finds the context that somebody wants cancelled.
 *
 * <p><b>Consistency.</b> Nothing is stopped: each context and each thread is shown as it was at one moment of the look,
 * not all at the same moment. A context that was live during the whole look is in it exactly once.
 *
 * <p><b>Overhead.</b> Nothing between two looks. A look costs about a microsecond for each context and some tens of
 * microseconds for each thread, whose stack is read one at a time: by a handshake from JDK 21 on, in a safepoint of its
 * own on 17.
 *
 * <p>Thread-safe. Nothing is thrown: what cannot be seen is listed with the hooks as missing or degraded, and finding
 * CTX901 says so.
 */
public final class Recorder {

    private static final Settling.Time SYSTEM_TIME = new Settling.Time() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void pause(long nanos) throws InterruptedException {
            // Not Thread.sleep, which the agent itself instruments.
            LockSupport.parkNanos(this, nanos);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    };

    private final RecorderSettings settings;
    private final Observer observer;
    private final Census census = new Census();
    private final Rules rules = Rules.all(new OwnerEnds(), census);
    private final JvmFacts jvm = new JvmFacts();
    private final TestFindings testFindings = new TestFindings();

    public Recorder(RecorderSettings settings) {
        this(settings, Room.usual());
    }

    Recorder(RecorderSettings settings, Room room) {
        this.settings = settings;
        this.observer = new Observer(settings, room);
    }

    /** {@link #take(Duration, boolean)} with the grace of the settings. */
    public Snapshot take(boolean stacks) {
        return take(settings.grace(), stacks);
    }

    /** {@link #picture} as a whole. */
    public Snapshot take(Duration grace, boolean stacks) {
        return picture(grace, stacks).snapshot();
    }

    /**
     * Looks, and judges what it saw. Returns at once unless there is a suspicion that nobody saw begin; then it looks again
     * until that has held for {@code grace} or is gone, so it takes about {@code grace} at most.
     *
     * @param grace how long a condition has to hold before it is a finding; zero or negative: not at all
     * @param stacks whether the threads carry their stacks
     */
    public Picture picture(Duration grace, boolean stacks) {
        long graceNanos = nanos(grace);
        Settling.Outcome outcome =
                new Settling(rules, SYSTEM_TIME).settle(graceNanos, () -> observer.look(graceNanos, false));
        census.take(outcome.seen());
        return new Picture(outcome.seen(), findings(outcome), jvm.now(), stacks);
    }

    /**
     * The last snapshot, while the JVM goes down: one look and no settling. Every context that is live now was never
     * cancelled.
     */
    public Snapshot takeAtExit() {
        long graceNanos = nanos(settings.grace());
        Settling.Outcome outcome = new Settling(rules, SYSTEM_TIME).once(graceNanos, observer.look(graceNanos, true));
        List<Finding> findings = testFindings.with(findings(outcome));
        return new Picture(
                        outcome.seen(), findings, jvm.now(), settings.stacks().equals("full"))
                .snapshot();
    }

    /**
     * What is left of a test that has ended: returns at once when nothing is, and else as soon as nothing is any more, or with the
     * findings when the grace is over since its end. Findings are kept for {@link #takeAtExit}.
     */
    public List<Finding> afterTest(TestRun test) {
        String id = observer.enrol(test);
        Long ended = test.owner().endedNanos();
        if (id == null || ended == null) {
            return List.of();
        }
        long graceNanos = nanos(settings.grace());
        Settling.Outcome outcome = new TestSettling(rules, SYSTEM_TIME)
                .settle(id, ended, graceNanos, () -> observer.anythingLeft(id), () -> observer.look(graceNanos, false));
        List<Finding> findings = outcome == null ? List.of() : findings(outcome);
        testFindings.keep(findings);
        return findings;
    }

    /**
     * What a shutdown has left: ask again until it is graceful or the time for it is over.
     *
     * @param caller the thread that shuts down, which never counts
     */
    public ShutdownReport atShutdown(Thread caller) {
        return ShutdownReport.of(observer.look(0, true), caller);
    }

    /**
     * Cancels a live context, or says whether that could be done.
     *
     * @param id as in the snapshots
     * @param cause what the context's cause will be; the application keeps it
     * @param rehearse true to do nothing
     */
    public Outcome cancel(String id, Throwable cause, boolean rehearse) {
        return new CancelById(observer.numbers()).cancel(id, cause, rehearse);
    }

    private static List<Finding> findings(Settling.Outcome outcome) {
        return Findings.of(outcome.held(), outcome.seen().contexts());
    }

    private static long nanos(Duration grace) {
        try {
            return Math.max(0, grace.toNanos());
        } catch (ArithmeticException e) {
            return grace.isNegative() ? 0 : Long.MAX_VALUE;
        }
    }
}
