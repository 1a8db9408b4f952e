package io.ctxagent.boot;

import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/** {@code Selector.select}. The wake-up is remembered by the selector, so it cannot come too early, and it blocks nobody. */
final class SelectCall extends BlockedCall {

    private final Selector selector;

    SelectCall(Object context, String call, Selector selector) {
        super(context, Family.SELECTOR.id(), call, selector);
        this.selector = selector;
    }

    /** The call that stands in {@code record}. */
    @SuppressWarnings("NullAway") // of a call that stands it is there
    SelectCall(ThreadRecord record) {
        super(record, record.call);
        this.selector = (Selector) record.target;
    }

    @Override
    public @Nullable String target() {
        return selector.isOpen() ? selector.keys().size() + " keys" : null;
    }

    @Override
    void fire() {
        try {
            selector.wakeup();
        } catch (Throwable fault) {
            Family.SELECTOR.fault(fault);
        } finally {
            fired();
        }
    }

    @Override
    @Nullable
    Throwable outcome(@Nullable Throwable thrown) {
        return thrown;
    }
}
