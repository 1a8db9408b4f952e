package io.ctxagent.programs.handshake;

/** What the rounds of one race came to; printed as {@code key=number} pairs. */
final class Tally {

    long rounds;

    /** The context was done before the caller entered the call. */
    long failedFast;

    /** Ended by its context, and what would have let it return had not begun. */
    long cancelFirst;

    /** Came back with its result, and the cancel had not begun. */
    long returnFirst;

    /** Ended by its context, although what would have let it return had begun. */
    long cancelledBoth;

    /** Came back with its result, although the cancel had begun. */
    long returnedBoth;

    /** The user's interrupt ended a wait. */
    long userFirst;

    /** The user's interrupt was pending when the call had ended otherwise. */
    long userKept;

    /** Interrupts that nobody sent. */
    long stray;

    /** Interrupts of the user's that nobody saw. */
    long lost;

    /** Rounds with an element, permit, token or lock too few or too many. */
    long elements;

    /** Rounds whose call had not ended long after that which ends it. */
    long stuck;

    /** Anything else that must not be: another exception, a cancel that says twice that it was the one. */
    long wrong;

    /** Counts one that is {@link #wrong}, and prints the first. */
    void wrong(Exception e) {
        if (wrong++ == 0) {
            print("wrong", e);
        }
    }

    /** The same of {@link #elements}. */
    void element(Exception e) {
        if (elements++ == 0) {
            print("element", e);
        }
    }

    private static void print(String what, Exception e) {
        StringBuilder text = new StringBuilder(what).append(": ").append(e);
        for (StackTraceElement frame : e.getStackTrace()) {
            text.append(" | ").append(frame);
        }
        System.out.println(text);
    }

    /**
     * Whether each way in which a cancel and a return can meet was seen: a run without proves nothing.
     *
     * @param ended whether the context may end the call at all
     */
    boolean tookPlace(boolean ended) {
        return returnFirst > 0 && returnedBoth > 0 && (!ended || (cancelFirst > 0 && cancelledBoth > 0));
    }

    /** How much was seen that must not be. */
    long bad() {
        return stray + lost + elements + stuck + wrong;
    }

    void add(Tally other) {
        rounds += other.rounds;
        failedFast += other.failedFast;
        cancelFirst += other.cancelFirst;
        returnFirst += other.returnFirst;
        cancelledBoth += other.cancelledBoth;
        returnedBoth += other.returnedBoth;
        userFirst += other.userFirst;
        userKept += other.userKept;
        stray += other.stray;
        lost += other.lost;
        elements += other.elements;
        stuck += other.stuck;
        wrong += other.wrong;
    }

    @Override
    public String toString() {
        return "rounds=" + rounds + ", failed fast=" + failedFast + ", cancel first=" + cancelFirst + ", return first="
                + returnFirst
                + ", both and cancelled=" + cancelledBoth + ", both and returned=" + returnedBoth + ", user first="
                + userFirst + ", user kept=" + userKept + ", stray=" + stray + ", lost=" + lost + ", elements="
                + elements
                + ", stuck=" + stuck + ", wrong=" + wrong;
    }
}
