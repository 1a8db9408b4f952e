package io.ctxagent.boot;

/** A daemon thread of the agent's own. Inherits no context and keeps no class loader of the application. */
public final class AgentThread extends Thread {

    public AgentThread(Runnable task, String name) {
        super(null, task, name, 0, false);
        setDaemon(true);
        setContextClassLoader(null);
    }

    @Override
    public void run() {
        ThreadRecord.current().agent = true;
        super.run();
    }
}
