package io.ctxagent.programs;

/**
 * A call that blocks until it is released, a way to release it, and where a thread is seen to be in it.
 *
 * @param alone whether it keeps others from getting on: in a control they are not blocked while it is
 */
record BlockingCase(String name, String frame, Call call, Runnable release, Check check, boolean alone) {

    BlockingCase(String name, String frame, Call call, Runnable release, Check check) {
        this(name, frame, call, release, check, false);
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

    static BlockingCase of(String name, String frame, Call call, Runnable release) {
        return new BlockingCase(name, frame, call, release, () -> "");
    }

    BlockingCase byItself() {
        return new BlockingCase(name, frame, call, release, check, true);
    }
}
