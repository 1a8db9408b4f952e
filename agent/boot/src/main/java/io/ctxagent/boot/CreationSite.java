package io.ctxagent.boot;

import org.jspecify.annotations.Nullable;

/**
 * Where the calling thread is about to derive a context: a constant that woven code leaves here just before the call. To look
 * for it on the stack costs as much as ten derivations.
 */
public final class CreationSite {

    /** Of what the agent derives itself, for requests and tests: these are known by their names. */
    public static final String NONE = "";

    private CreationSite() {}

    /** @param site {@code shop.Orders.find(Orders.java:42)} */
    public static void next(String site) {
        ThreadRecord.current().creationSite = site;
    }

    /** What was left, once; null where the derivation comes from code that is not woven. */
    public static @Nullable String take() {
        ThreadRecord record = ThreadRecord.peek();
        String site = record == null ? null : record.creationSite;
        if (record != null && site != null) {
            record.creationSite = null;
        }
        return site;
    }
}
