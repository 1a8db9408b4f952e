package io.ctxagent.programs;

/**
 * A call that blocks until it is released, a way to release it, and where a thread is seen to be in it.
 *
 * @param alone whether it keeps others from getting on: in a control they are not blocked while it is
 * @param ready the same where it does not have to wait; null where there is no such thing, or another case shows it
 */
record BlockingCase(String name, String frame, Call call, Runnable release, Check check, boolean alone, Ready ready) {

    /** What was released before does not have to wait. */
    BlockingCase(String name, String frame, Call call, Runnable release, Check check) {
        this(name, frame, call, release, check, false, new Ready(release::run, call));
    }

    /** The call. */
    interface Call {
        void run() throws Throwable;
    }

    /** What must hold after the call was ended from outside: nothing closed, nothing lost. */
    interface Check {
        /** Empty when all is well. */
        String complaint() throws Exception;
    }

    /**
     * A call of the same method that does not have to wait, nor when it is made again after it was refused.
     *
     * @param prepare makes it so, under no context
     */
    record Ready(Call prepare, Call call) {}

    static BlockingCase of(String name, String frame, Call call, Runnable release) {
        return new BlockingCase(name, frame, call, release, () -> "");
    }

    BlockingCase byItself() {
        return new BlockingCase(name, frame, call, release, check, true, ready);
    }

    BlockingCase ready(Call prepare, Call other) {
        return new BlockingCase(name, frame, call, release, check, alone, new Ready(prepare, other));
    }

    /** It makes ready itself what it needs. */
    BlockingCase ready(Call other) {
        return ready(() -> {}, other);
    }

    /** Ready when something else than its release was done. */
    BlockingCase readyAfter(Call prepare) {
        return ready(prepare, call);
    }

    BlockingCase neverReady() {
        return new BlockingCase(name, frame, call, release, check, alone, null);
    }
}
