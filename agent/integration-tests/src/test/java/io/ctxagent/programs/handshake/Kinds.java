package io.ctxagent.programs.handshake;

/** Platform and virtual threads; the latter by reflection, because this is compiled for 17. */
final class Kinds {

    private Kinds() {}

    /** Not started; a daemon. */
    static Thread thread(String kind, Runnable task) throws ReflectiveOperationException {
        if (kind.equals("platform")) {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (Thread) Class.forName("java.lang.Thread$Builder")
                .getMethod("unstarted", Runnable.class)
                .invoke(builder, task);
    }
}
