package io.ctxagent.recorder;

/**
 * How many contexts a look keeps, whatever the JVM has; the rest is counted. See decision 85.
 *
 * @param listed the first of the walk, whatever they are: parents before children, of siblings the oldest first; and as many
 *     threads, but for those that lead to something
 * @param suspects how many more, of those that look leaked
 * @param threads how many more, that threads lead to
 */
record Room(int listed, int suspects, int threads) {

    private static final int LISTED = 500_000;

    /** Of each place in the code so many are kept though others have taken half of the room. */
    private static final int OF_ONE_PLACE = 100;

    /** What a JVM is looked at with. */
    static Room usual() {
        return of(LISTED);
    }

    /** The same in small. */
    static Room of(int listed) {
        return new Room(listed, Math.max(2, listed / 8), Math.max(2, listed / 8));
    }

    /** The most that there can be in a picture. */
    int most() {
        return listed + suspects + threads;
    }

    /** Whether there is room for one more suspect, so that many from one place leave room for the few from another. */
    boolean takesSuspect(int kept, int ofItsPlace) {
        int more = kept - listed;
        return more < suspects / 2 || more < suspects && ofItsPlace < Math.min(OF_ONE_PLACE, suspects / 8);
    }
}
