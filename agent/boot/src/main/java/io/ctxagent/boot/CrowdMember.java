package io.ctxagent.boot;

/**
 * Whose record it is, and whether that thread may be one of a crowd. Virtual threads come in crowds that make a few calls each and
 * end unseen, so what leads to one must not outlive its call; one that makes many pays off what others find it by. Touched by that
 * thread alone.
 */
abstract class CrowdMember extends StandingCall {

    /** Calls until a virtual thread counts as one that lives on. */
    private static final int FEW = 8;

    /** Of a virtual thread. */
    final boolean virtual;

    /** How many of a virtual thread's calls were objects from the start; up to {@link #FEW}. */
    private int objectCalls;

    CrowdMember(Thread thread) {
        super(thread);
        this.virtual = Threads.isVirtual(thread);
    }

    /** Whether a {@link ContextLink} leads here, and others find its calls in this record. */
    final boolean links() {
        return !inCrowd() && Current.IN_RECORD;
    }

    /** One of many that make a few calls and end. */
    final boolean inCrowd() {
        return virtual && objectCalls < FEW;
    }

    /** Counts a call that would be an object; whether from this one on the thread is one that lives on. */
    final boolean makesMany() {
        return Current.IN_RECORD && ++objectCalls == FEW;
    }
}
