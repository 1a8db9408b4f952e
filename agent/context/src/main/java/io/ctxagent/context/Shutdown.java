package io.ctxagent.context;

/** {@code untilShutdown()}; the JVM's hook is registered when it is first asked for. */
final class Shutdown {

    private static final Node CONTEXT = create();

    private Shutdown() {}

    static Context context() {
        return CONTEXT;
    }

    static void cancel() {
        CONTEXT.finish(new CanceledException(null, Creation.clock()));
    }

    private static Node create() {
        Node context = new KindNode(null, null, Inherited.Mixed.NOTHING, Kind.SHUTDOWN);
        context.attach();
        Object before = Ambient.enter(null);
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(null, Shutdown::cancel, "ctx-shutdown", 0, false));
        } catch (IllegalStateException shuttingDown) {
            context.finish(new CanceledException(null, Creation.clock()));
        } finally {
            Ambient.restore(before);
        }
        return context;
    }
}
