package io.ctxagent.instrument;

import io.ctxagent.boot.ContextInterruptedException;
import java.util.List;

/**
 * What a group of calls does under a context: a row of {@code agent/instrument/FAMILIES.md}, declared beside the hooks
 * that it is about. Read when the page is made, never in a JVM that runs with the agent.
 *
 * @param targets the methods
 * @param recorded when a snapshot begins to show the call
 * @param failsFast whether it throws at once when the context is done already
 * @param wokenBy how a blocked one is ended, at the deadline as on cancel; {@link #NOBODY} for one that is not
 * @param ending what its caller gets then
 * @param limits what is not possible, and why; empty for nothing
 */
public record Facts(
        List<Target> targets, Recorded recorded, boolean failsFast, String wokenBy, Ending ending, String limits) {

    /** With the handshake that lets no interrupt through to whatever the thread does next. */
    public static final String INTERRUPT = "interrupt";

    /** It goes on until it ends by itself. */
    public static final String NOBODY = "nobody";

    /** When a snapshot begins to show a call. */
    public enum Recorded {
        /** Whether it blocks or not. */
        ON_ENTRY("on entry"),
        /** What the call waits for may be over: then it does not block. */
        UNLESS_ENDED("on entry, unless that has ended"),
        /** A lock that nobody has costs nothing more. */
        UNLESS_FREE("when it is not free"),
        /** A call that need not block costs nothing more. */
        WHEN_IT_PARKS("when it parks"),
        /** The same, by a socket or a park below a driver. */
        WHEN_THE_DRIVER_WAITS("when the driver waits"),
        /** Never. */
        NO("no");

        private final String words;

        Recorded(String words) {
            this.words = words;
        }

        /** As it stands in the page. */
        public String words() {
            return words;
        }
    }

    /** Calls that declare InterruptedException and are woken by an interrupt. */
    public static Facts interrupted(Recorded recorded, String limits, Target... targets) {
        return new Facts(
                List.of(targets), recorded, true, INTERRUPT, Ending.with(ContextInterruptedException.class), limits);
    }

    /** Calls that are shown and never ended; {@code why} not. */
    public static Facts shownOnly(Recorded recorded, String why, Target... targets) {
        return new Facts(List.of(targets), recorded, false, NOBODY, Ending.none(), why);
    }

    /** Methods that are woven so that other calls can be ended or contexts handed over; {@code what} they do. */
    public static Facts support(String what, Target... targets) {
        return new Facts(List.of(targets), Recorded.NO, false, NOBODY, Ending.none(), what);
    }

    /** Whether this is about the agent's own needs rather than a call that blocks. */
    public boolean isSupport() {
        return recorded == Recorded.NO && !failsFast && wokenBy.equals(NOBODY);
    }
}
