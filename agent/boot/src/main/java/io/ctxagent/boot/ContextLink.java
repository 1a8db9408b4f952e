package io.ctxagent.boot;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands with a context for all calls that one thread makes under it and that no interrupt ends: when the context is done,
 * the call that the thread is in then is woken, if it is in one whose own context is done. Made with the first such call; goes
 * when the thread turns to another context, or ends.
 *
 * <p>A call stands before its thread looks whether the context is done, and the context is done before this runs: one of the two
 * sees the other, or the call is still on its way to the memory that both share. There it is by the time its thread blocks, and so
 * who finds no call looks again a little later.
 *
 * <p>Weak in the record: where no hook sees the end of a thread, a context that lives on would hold that thread. What is left
 * of such a link goes when the next one is made, for whatever thread and context.
 */
final class ContextLink extends WeakReference<ThreadRecord> implements Runnable, Resendable {

    /** Links that still stand with their contexts, of records that were collected. */
    private static volatile ReferenceQueue<ThreadRecord> ended = new ReferenceQueue<>();

    /** A store is on its way for less than a microsecond; the first of these comes a thousand times later. */
    private static final int LOOKS = 3;

    /** Who finds several calls in so short a time, one deadline of many threads, leaves those after the first to one who waits for all together. */
    private static final long SOON_NANOS = 1_000_000;

    /** When somebody has last waited for a call that he had asked for; 0 for never. */
    private static volatile long lastAsked;

    private final Object context;
    private @Nullable Runnable forget;
    private int looks;

    /** What {@link ClaimableCall#ask} has said, and when; given on to the resender's thread. */
    private long asked;

    private long askedNanos;

    private ContextLink(ThreadRecord record, Object context) {
        super(record, ended);
        this.context = context;
    }

    /** By the record's thread, once its call under {@code context} is visible: from here on it is woken, at once if that is done. */
    static void tie(ThreadRecord record, Object context) {
        ContextLink link = record.link;
        if (link == null || link.context != context) {
            tieAnew(record, context);
        } else if (((BooleanSupplier) context).getAsBoolean()) {
            link.run();
        }
    }

    private static void tieAnew(ThreadRecord record, Object context) {
        boolean before = record.agent;
        record.agent = true;
        try {
            cut(record);
            takeAwayEnded();
            Port port = Ports.of(context);
            if (port != null) {
                ContextLink link = new ContextLink(record, context);
                link.forget = port.onDone(context, link);
                record.link = link;
            }
        } finally {
            record.agent = before;
        }
    }

    /** By the record's thread, which runs under {@code next} from here on; a call that it is in keeps its own. */
    static void turn(ThreadRecord record, ContextLink link, @Nullable Object next) {
        if (link.context != next && !record.stands && record.blocked == null) {
            cut(record);
        }
    }

    /** By the record's thread: nothing of it stands with a context any more. */
    static void cut(ThreadRecord record) {
        ContextLink link = record.link;
        record.link = null;
        if (link != null) {
            link.takeAway();
        }
    }

    private static void takeAwayEnded() {
        ReferenceQueue<ThreadRecord> all = ended;
        for (Reference<?> link = all.poll(); link != null; link = all.poll()) {
            ((ContextLink) link).takeAway();
        }
    }

    /** The agent leaves and makes no more links: those of threads that end from here on must not hold their contexts. */
    static void forgetEnded() {
        ended = new ReferenceQueue<>();
    }

    private void takeAway() {
        Runnable forget = this.forget;
        if (forget != null) {
            try {
                forget.run();
            } catch (Throwable fault) {
                Family.PROPAGATE.fault(fault);
            }
        }
    }

    /** The context is done. */
    @Override
    public void run() {
        ThreadRecord record = get();
        if (record == null) {
            return;
        }
        boolean own = record.thread == Thread.currentThread();
        if (!own && Settings.enforce && waitsWithOthers(record)) {
            Resender.addDue(this);
        } else if (!wake(record) && !own && Settings.enforce) {
            Resender.add(this);
        }
    }

    /** Whether the call has to be waited for before it can be claimed, and another one was a moment ago. */
    private boolean waitsWithOthers(ThreadRecord record) {
        long call = record.ask();
        if (call == 0) {
            return false;
        }
        long now = System.nanoTime();
        long last = lastAsked;
        lastAsked = now;
        if (last == 0 || now - last > SOON_NANOS) {
            return false;
        }
        asked = call;
        askedNanos = now;
        return true;
    }

    /** A call that was not to be seen yet. */
    @Override
    public boolean fireAgain() {
        ThreadRecord record = get();
        if (asked != 0) {
            ClaimableCall.awaitStores(askedNanos);
        }
        return record != null && !wake(record) && ++looks < LOOKS;
    }

    /** Whether its thread is in a call that it wakes. */
    private boolean wake(ThreadRecord record) {
        BlockedCall call = record.see(asked);
        if (call == null || !call.wokenByLink() || !((BooleanSupplier) call.context).getAsBoolean()) {
            return false;
        }
        call.run();
        return true;
    }
}
