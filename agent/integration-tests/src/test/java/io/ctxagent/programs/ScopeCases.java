package io.ctxagent.programs;

import io.ctxagent.context.Context;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** {@code StructuredTaskScope.join}: a preview of JDK 25, which these sources do not see. */
final class ScopeCases {

    private static final String SCOPE = "java.util.concurrent.StructuredTaskScope";

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private String complaint = "the subtask has not begun";

    private ScopeCases() {}

    static List<BlockingCase> all() {
        ScopeCases cases = new ScopeCases();
        return List.of(new BlockingCase(
                "StructuredTaskScope.join",
                "StructuredTaskScopeImpl.join",
                cases::joined,
                cases.release::countDown,
                () -> cases.complaint));
    }

    private void joined() throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Class<?> type = Class.forName(SCOPE);
        MethodHandle join = lookup.unreflect(type.getMethod("join"));
        MethodHandle fork = lookup.unreflect(type.getMethod("fork", Callable.class));
        Object scope = type.getMethod("open").invoke(null);
        try (AutoCloseable closes = (AutoCloseable) scope) {
            Callable<Integer> subtask = this::subtask;
            fork.invoke(scope, subtask);
            // A subtask that has not begun when its scope is closed never does.
            Context.background().run(ChannelCases.quietly(begun::await));
            join.invoke(scope);
        } catch (Throwable e) {
            if (e.getSuppressed().length > 0) {
                complaint = "close complains: " + e.getSuppressed()[0];
            }
            throw e;
        }
    }

    /** Under no context once it has begun: the scope must interrupt it when it is closed. */
    private int subtask() {
        boolean inherited = Context.current() != Context.background();
        Context.background().run(() -> {
            complaint = "the subtask was not interrupted";
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                complaint = inherited ? "" : "the subtask has no context";
            }
        });
        return 1;
    }
}
