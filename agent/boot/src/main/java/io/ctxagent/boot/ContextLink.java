package io.ctxagent.boot;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands with a context for all calls that one thread makes under it and that no interrupt ends: when the context is done,
 * the call that the thread is in then is woken, if it is in one whose own context is done. Made with the first such call; goes
 * when the thread turns to another context, or ends.
 *
 * <p>A call is visible before its thread looks whether the context is done, and the context is done before this runs: one of
 * the two sees the other.
 */
final class ContextLink implements Runnable {

    private final ThreadRecord record;
    private final Object context;
    private @Nullable Runnable forget;

    private ContextLink(ThreadRecord record, Object context) {
        this.record = record;
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
        Runnable forget = link == null ? null : link.forget;
        record.link = null;
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
        BlockedCall call = record.see();
        if (call != null && call.wokenByLink() && ((BooleanSupplier) call.context).getAsBoolean()) {
            call.run();
        }
    }
}
