package io.ctxagent.context;

import org.jspecify.annotations.Nullable;

/** Also stands in the timer for its node, which would be kept until its deadline otherwise. */
final class TimedLostLink extends LostLink implements Timed {

    private final Deadline deadline;
    private @Nullable Timed slotNext;
    private @Nullable Timed slotPrev;

    TimedLostLink(TimedNode node, Deadline deadline) {
        super(node);
        this.deadline = deadline;
    }

    @Override
    void begin() {
        deadline.time.schedule(this);
        Node node = target();
        if (node != null) {
            deadline.time.unschedule((TimedNode) node);
        }
        if (isDone()) {
            end();
        }
    }

    @Override
    void end() {
        deadline.time.unschedule(this);
    }

    @Override
    public boolean isDone() {
        Node node = target();
        return node == null || node.isDone();
    }

    @Override
    public long dueNanos() {
        return deadline.nanos;
    }

    @Override
    public void expire() {
        if (target() instanceof TimedNode node) {
            node.expire();
        }
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
