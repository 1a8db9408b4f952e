package io.ctxagent.boot;

import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** The hooks of name lookups in {@link java.net.InetAddress}, behind its literals. */
public final class Lookups {

    private static final String BY_NAME = "java.net.InetAddress.getAllByName";
    private static final String BY_ADDRESS = "java.net.InetAddress.getHostName";

    private Lookups() {}

    /** On entry of a lookup by name; fails fast when the context is done. True when {@link #exit} must follow. */
    public static boolean enterByName(String host) throws UnknownHostException {
        Object context = Current.SLOT.get();
        if (context == null) {
            return false;
        }
        RuntimeException refusal = UnwakeableCalls.refusal(Family.DNS, context, BY_NAME);
        if (refusal != null) {
            throw new ContextUnknownHostException(host, refusal);
        }
        return UnwakeableCalls.enter(Family.DNS, context, BY_NAME, host);
    }

    /**
     * On entry of a lookup by address. Does not fail fast: the JDK would take the failure for "has no name" and keep the
     * address in its place for the life of the object.
     */
    public static boolean enterByAddress() {
        Object context = Current.SLOT.get();
        return context != null && UnwakeableCalls.enter(Family.DNS, context, BY_ADDRESS, null);
    }

    /** On the way out. */
    public static @Nullable Throwable exit(@Nullable Throwable thrown) {
        return Waits.exit(thrown);
    }
}
