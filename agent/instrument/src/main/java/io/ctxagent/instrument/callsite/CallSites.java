package io.ctxagent.instrument.callsite;

import org.jspecify.annotations.Nullable;

/**
 * Which calls of application classes are rewritten: those that derive contexts, and on some JDKs native waits. Byte Buddy's class writer is behind {@link CallSiteRewriter} and not loaded
 * before a class really has such a call. Immutable.
 */
public final class CallSites {

    private final boolean sleep;
    private final boolean wait;

    /**
     * @param sleep whether calls of {@code Thread.sleep(long)} are rewritten
     * @param wait whether calls of {@code Object.wait(long)} are rewritten
     */
    public CallSites(boolean sleep, boolean wait) {
        this.sleep = sleep;
        this.wait = wait;
    }

    /** Whether a class with these constants may have such a call. */
    public boolean concerns(ConstantPool pool) {
        return pool.contains(Derivations.CONTEXT) || waits(pool);
    }

    private boolean waits(ConstantPool pool) {
        return (sleep || wait)
                && pool.contains("(J)V")
                && ((sleep && pool.contains("sleep") && pool.contains("java/lang/Thread"))
                        || (wait && pool.contains("wait")));
    }

    /** The class with its calls rewritten; null when it has none after all. */
    public byte @Nullable [] rewrite(byte[] classFile) {
        return CallSiteRewriter.rewrite(classFile, sleep || wait);
    }
}
