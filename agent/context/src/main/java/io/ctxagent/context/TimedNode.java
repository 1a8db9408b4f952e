package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/** A context with a deadline of its own. It is its own entry in the timer, which so keeps nothing of a cancelled one. */
final class TimedNode extends Node implements Timed {

    private final Kind kind;
    private @Nullable Timed slotNext;
    private @Nullable Timed slotPrev;

    TimedNode(CancelScope scope, Layer parent, Kind kind, Deadline deadline) {
        super(scope, parent, deadline);
        this.kind = kind;
    }

    @Override
    Kind kind() {
        return kind;
    }

    private Deadline own() {
        return (Deadline) inherited();
    }

    void start() {
        if (err != null) {
            return;
        }
        Deadline deadline = own();
        if (deadline.left() <= 0) {
            expire();
            return;
        }
        deadline.time.schedule(this);
        if (err != null) {
            deadline.time.unschedule(this); // cancelled meanwhile, before there was anything to unschedule
        }
    }

    @Override
    void ended() {
        own().time.unschedule(this);
    }

    @Override
    LostLink lostLink() {
        return new TimedLostLink(this, own());
    }

    @Override
    public long dueNanos() {
        return own().nanos;
    }

    @Override
    public void expire() {
        finish(new DeadlineExceededException(own().cause, Creation.clock()));
    }

    @Override
    public @Nullable Timed slotNext() {
        return slotNext;
    }

    @Override
    public @Nullable Timed slotPrev() {
        return slotPrev;
    }

    @Override
    public void slotNext(@Nullable Timed entry) {
        slotNext = entry;
    }

    @Override
    public void slotPrev(@Nullable Timed entry) {
        slotPrev = entry;
    }
}
