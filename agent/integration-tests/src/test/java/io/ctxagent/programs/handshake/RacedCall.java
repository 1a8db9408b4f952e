package io.ctxagent.programs.handshake;

/** A real blocking call of which each round makes one, and what can be counted afterwards. */
interface RacedCall {

    /** On the second thread, before the call: takes what the call has to wait for. */
    default void arm() {}

    /** On the caller, before the call. */
    default void prepare() {}

    /** The call itself. */
    void block() throws Exception;

    /** On the second thread: what lets the call return. Once in each round, whether the call waits for it or not. */
    void release();

    /**
     * On the caller, when all others are done with the round: nothing got lost and nothing is there twice.
     *
     * @param returned whether the call came back with its result
     */
    boolean settled(boolean returned);
}
