package io.ctxagent.programs.handshake;

/** A real blocking call of which each round makes one, and what can be counted afterwards. */
interface RacedCall {

    /** What an exception that is not the context's says of the user's interrupt. */
    enum Interrupt {
        /** It comes from something else, so it must not be. */
        NONE,
        /** It stands for the interrupt, which is pending no more. */
        CLEARED,
        /** The interrupt is still pending. */
        PENDING,
        /** It is still pending, and what was called is of no more use. */
        CLOSED
    }

    /** On the second thread, before the call: takes what the call has to wait for. */
    default void arm() {}

    /** On the caller, before the call. */
    default void prepare() {}

    /** The call itself. */
    void block() throws Exception;

    /** As the one that the call declares for it. */
    default Interrupt interrupt(Exception e) {
        return e instanceof InterruptedException ? Interrupt.CLEARED : Interrupt.NONE;
    }

    /** On the caller, as soon as it will not make the call again. */
    default void left() {}

    /** On the second thread: what lets the call return. Once in each round, whether the call waits for it or not. */
    void release();

    /** {@link #release} where a cancel ends the call soon: what needs the caller for it does not wait for him. */
    default void releaseInPassing() {
        release();
    }

    /**
     * On the caller, when all others are done with the round: nothing got lost and nothing is there twice.
     *
     * @param returned whether the call came back with its result
     * @throws Exception what shows that it is not so
     */
    boolean settled(boolean returned) throws Exception;

    /** After the last round: what would outlive it is given back. */
    default void close() throws Exception {}
}
