package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * The hooks of {@code io.grpc.Context}: each cancellable one has a context of ours that ends with it, and code that runs with it
 * attached runs under that. They throw nothing.
 */
public final class GrpcContexts {

    private static final GrpcLinks LINKS = new GrpcLinks();

    /** The contexts that were made for gRPC's. */
    private static final WeakTable<Boolean> MADE = new WeakTable<>();

    private static final ThreadLocal<GrpcAttached> ATTACHED = new ThreadLocal<>();

    /** The method that a server begins to serve on this thread. */
    private static final ThreadLocal<String> SERVING = new ThreadLocal<>();

    /** While the agent itself derives and attaches on this thread. */
    private static final ThreadLocal<Boolean> OURS = new ThreadLocal<>();

    private GrpcContexts() {}

    private static boolean off() {
        return GrpcSupport.instance == null || !Settings.propagate || Family.GRPC.off();
    }

    /** Cancellable contexts of gRPC's that are linked; for tests. */
    public static int linked() {
        return LINKS.size();
    }

    /** When a server has received the head of a call; until {@link #served}. */
    public static void serving(String method) {
        SERVING.set(method);
    }

    /** When it has handed the call on. */
    public static void served() {
        SERVING.remove();
    }

    /**
     * When {@code withCancellation} or {@code withDeadline} has made a context.
     *
     * @param cancellable the {@code CancellableContext}
     * @param parent what it was derived from
     * @param ancestor the {@code CancellableContext} above that; null for none
     */
    public static void derived(Object cancellable, Object parent, @Nullable Object ancestor) {
        if (off() || OURS.get() != null) {
            return;
        }
        try {
            link(cancellable, parent.getClass() == cancellable.getClass() ? parent : ancestor);
        } catch (Throwable fault) {
            Family.GRPC.fault(fault);
        }
    }

    private static @Nullable GrpcLink link(Object cancellable, @Nullable Object ancestor) throws Exception {
        GrpcSupport support = GrpcSupport.instance;
        Port port = GrpcPorts.of(cancellable.getClass().getClassLoader());
        if (support == null || port == null) {
            return null;
        }
        String method = SERVING.get();
        boolean call = method != null && ancestor == null;
        Object above = ancestor == null ? null : context(ancestor);
        Long remaining = support.remainingNanos(cancellable);
        @Nullable
        Object[] wanted = {
            call ? "request" : remaining == null ? "withCancel" : "withDeadline", call ? method : "grpc", remaining
        };
        Object scope = port.derive(call ? port.untilShutdown() : above, wanted);
        GrpcLink made = scope == null ? null : GrpcLink.toScope(port, cancellable, scope);
        if (made == null) {
            return null;
        }
        GrpcLink first = LINKS.putIfAbsent(cancellable, made);
        if (first != null) {
            made.drop();
            return first;
        }
        Object context = made.context();
        if (context != null) {
            MADE.putIfAbsent(context, Boolean.TRUE);
        }
        made.follow();
        return made;
    }

    /** Our context of a {@code CancellableContext}, made when it has none because it is older than the agent. */
    private static @Nullable Object context(Object cancellable) throws Exception {
        GrpcLink link = LINKS.get(cancellable);
        if (link == null) {
            link = link(cancellable, null);
            GrpcSupport support = GrpcSupport.instance;
            if (link != null && support != null && support.isCancelled(cancellable)) {
                link.endOurs(null);
            }
        }
        return link == null ? null : link.context();
    }

    /**
     * When {@code Context.attach} has made {@code context} current.
     *
     * @param ancestor the {@code CancellableContext} above it; null for none
     */
    @SuppressWarnings("NullAway") // a slot may be empty
    public static void attached(Object context, @Nullable Object ancestor) {
        GrpcAttached below = ATTACHED.get();
        Object before = Current.SLOT.get();
        if ((ancestor == null && below == null && before == null) || off() || OURS.get() != null) {
            return;
        }
        try {
            if (below != null && below.deep()) {
                return;
            }
            Object now = before;
            if (ancestor == null) {
                // Forked, or from the root: no longer bounded by the call.
                now = before != null && MADE.get(before) != null ? null : before;
            } else {
                Object linked = context(ancestor);
                now = linked == null || Lineage.leads(before, linked) ? before : linked;
            }
            ATTACHED.set(new GrpcAttached(context, ancestor, before, below));
            if (now != before) {
                Current.SLOT.set(now);
            }
        } catch (Throwable fault) {
            Family.GRPC.fault(fault);
        }
    }

    /** When {@code Context.detach} has taken that back. */
    @SuppressWarnings("NullAway") // a slot may be empty
    public static void detached(Object context) {
        GrpcAttached top = ATTACHED.get();
        GrpcAttached found = top == null ? null : top.find(context);
        if (found == null) {
            return;
        }
        if (found.below == null) {
            ATTACHED.remove();
        } else {
            ATTACHED.set(found.below);
        }
        Current.SLOT.set(found.before);
    }

    /** When {@code CancellableContext.cancel} was the call that cancelled it. */
    public static void cancelled(Object cancellable, @Nullable Throwable cause) {
        if (GrpcSupport.instance == null) {
            return;
        }
        try {
            GrpcLink link = LINKS.get(cancellable);
            if (link != null) {
                link.endOurs(cause);
            }
        } catch (Throwable fault) {
            Family.GRPC.fault(fault);
        }
    }

    /**
     * When a client is about to make a call: the context of the caller bounds it. gRPC itself takes the rest from there, what
     * the server is told included.
     *
     * @return the options to make it with, and what {@link #called} needs; null to make it as it is
     */
    public static Object @Nullable [] calling(Object channel, Object options) {
        Object context = Current.SLOT.get();
        if (context == null || off() || !Settings.enforce || OURS.get() != null) {
            return null;
        }
        try {
            GrpcSupport support = GrpcSupport.instance;
            Port port = Ports.of(context);
            if (support == null || port == null || carried(context)) {
                return null;
            }
            Long deadline = port.deadline(context);
            Object bounded = deadline == null ? options : support.bounded(options, deadline - System.nanoTime());
            OURS.set(Boolean.TRUE);
            try {
                Object made = support.derive(channel);
                GrpcLink link = GrpcLink.toContext(port, made, context);
                LINKS.putIfAbsent(made, link);
                link.follow();
                return new Object[] {bounded, made, support.attach(made)};
            } finally {
                OURS.remove();
            }
        } catch (Throwable fault) {
            Family.GRPC.fault(fault);
            return null;
        }
    }

    /** Whether gRPC's current context is the one that goes with this. */
    private static boolean carried(Object context) {
        GrpcAttached top = ATTACHED.get();
        Object cancellable = top == null ? null : top.cancellable;
        GrpcLink link = cancellable == null ? null : LINKS.get(cancellable);
        return link != null && link.context() == context;
    }

    /** When the call is made, or could not be. */
    public static void called(Object[] calling) {
        GrpcSupport support = GrpcSupport.instance;
        if (support == null) {
            return;
        }
        OURS.set(Boolean.TRUE);
        try {
            support.detach(calling[1], calling[2]);
        } catch (Throwable fault) {
            Family.GRPC.fault(fault);
        } finally {
            OURS.remove();
        }
    }

    /** Holds none of them any more. */
    static void forget() {
        GrpcSupport.instance = null;
        LINKS.clear();
        MADE.clear();
        GrpcPorts.forget();
    }
}
