package io.ctxagent.boot;

/** What the {@link Resender} does again, after 1, 2, 4 ... 50 ms, because once may not have been enough. */
interface Resendable {

    /** By the resender's thread: does it once more; false where it need not be done again. */
    boolean fireAgain();
}
