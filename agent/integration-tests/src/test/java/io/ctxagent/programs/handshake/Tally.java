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

    /** Whether each way in which a cancel and a return can meet was seen: a run without proves nothing. */
    boolean tookPlace() {
        return cancelFirst > 0 && returnFirst > 0 && cancelledBoth > 0 && returnedBoth > 0;
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
