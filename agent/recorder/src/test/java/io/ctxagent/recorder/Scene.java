package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;

/** An observation that a test makes up, thread by thread; the contexts are those of a {@link FakeApi}. */
final class Scene {

    private static final StackTraceElement[] NOWHERE = {};

    private final List<SeenThread> threads = new ArrayList<>();
    private final ContextTree tree;
    private final Faults faults = new Faults();
    private boolean atExit;

    Scene() {
        this(new SeenTests());
    }

    Scene(SeenTests tests) {
        this(tests, true);
    }

    private Scene(SeenTests tests, boolean walked) {
        tree = new ContextTree(new PortNumbers(), tests, faults);
        if (walked) {
            tree.walk();
        }
    }

    /** Of an application that has no contexts. */
    static Scene withoutContexts() {
        return new Scene(new SeenTests(), false);
    }

    Scene atExit() {
        atExit = true;
        return this;
    }

    Scene thread(String name, boolean daemon, ThreadRole role, StackTraceElement... stack) {
        return thread(name, daemon, role, null, NOWHERE, stack);
    }

    Scene thread(
            String name,
            boolean daemon,
            ThreadRole role,
            SeenContext starter,
            StackTraceElement[] startedAt,
            StackTraceElement... stack) {
        return add(name, daemon, role, null, starter, startedAt, stack);
    }

    /** In a call, under that context or none. */
    Scene blocked(String name, ThreadRole role, SeenContext context, StackTraceElement... stack) {
        return add(name, true, role, context, null, NOWHERE, stack);
    }

    private Scene add(
            String name,
            boolean daemon,
            ThreadRole role,
            SeenContext context,
            SeenContext starter,
            StackTraceElement[] startedAt,
            StackTraceElement... stack) {
        Thread thread = new Thread(name);
        thread.setDaemon(daemon);
        threads.add(new SeenThread(
                thread,
                false,
                Thread.State.RUNNABLE,
                context,
                null,
                role,
                null,
                new StackReading(stack, Thread.State.RUNNABLE),
                new SeenThread.Rest(starter, startedAt, null, null)));
        return this;
    }

    ContextTree tree() {
        return tree;
    }

    Observation seen(long graceNanos) {
        return seen(System.nanoTime(), graceNanos);
    }

    Observation seen(long nowNanos, long graceNanos) {
        RecorderSettings settings = Recorders.settings("startup", 0);
        return new Observation(nowNanos, graceNanos, atExit, tree, threads, settings, List.of(), 0, faults);
    }

    /** A frame of that method, {@code shop.Orders.find}. */
    static StackTraceElement frame(String method) {
        int dot = method.lastIndexOf('.');
        String module = method.startsWith("java.") ? "java.base" : null;
        return new StackTraceElement(
                null, module, null, method.substring(0, dot), method.substring(dot + 1), "Some.java", 1);
    }
}
