package io.ctxagent.stress;

/** Two causes that can be told apart. */
final class Causes {

    static final Exception ONE = new Exception("one");
    static final Exception TWO = new Exception("two");

    private Causes() {}
}
