package io.ctxagent.context;

/** A task that brings its context along. */
record WrappedRunnable(Layer context, Runnable task) implements Runnable {

    @Override
    public void run() {
        Ambient.run(context, task);
    }
}
