/**
 * Go's {@code context} for Java: one object that tells a piece of work when to stop, how long it may take, and for whom it
 * is done. It works alone; with the ctx-agent in the JVM, blocking calls obey it too.
 *
 * <h2>Rules of use</h2>
 *
 * <ol>
 *   <li>Begin a tree at the edge: {@link io.ctxagent.context.Context#untilShutdown()} for a service,
 *       {@link io.ctxagent.context.Context#background()} for a {@code main} or a test.
 *   <li>Who derives a context closes its {@link io.ctxagent.context.CancelScope}, with try-with-resources. Closing one that
 *       is done already costs nothing; forgetting it is a leak.
 *   <li>Hand on the {@link io.ctxagent.context.Context}, keep the scope: callees cannot cancel their caller.
 *   <li>Give a context as the first parameter where an API is yours, and let it be
 *       {@link io.ctxagent.context.Context#current()} where it is not. Do not keep one in a field, unless the object lives
 *       exactly as long.
 *   <li>Work in a loop looks at {@link io.ctxagent.context.Context#isDone()} or
 *       {@link io.ctxagent.context.Context#check()} in each round: both cost about as much as reading a field.
 *   <li>Values are for data that belongs to a request and crosses borders, such as a trace id. Not for parameters.
 *   <li>Clean-up after a cancel runs under {@link io.ctxagent.context.Context#shield}: it would be refused otherwise.
 * </ol>
 *
 * <h2>Patterns</h2>
 *
 * A worker loop ends when its context does:
 *
 * {@snippet :
 * void work(Context context) throws InterruptedException {
 *     while (!context.isDone()) {
 *         String job = jobs.poll(10, TimeUnit.MILLISECONDS); // with the agent: take(), which the cancel ends
 *         if (job != null) {
 *             handle(job);
 *         }
 *     }
 * }
 * }
 *
 * A timeout bounds a call, and the caller learns that it was the time:
 *
 * {@snippet :
 * static String ask(Context context, Duration limit) throws InterruptedException {
 *     try (CancelScope scope = context.withTimeout(limit)) {
 *         return slowAnswer(scope.context());
 *     } catch (ContextException e) {
 *         return e.isTimeout() ? "too slow" : "not wanted any more";
 *     }
 * }
 * }
 *
 * On SIGTERM everything below the root is cancelled, and the service ends by itself:
 *
 * {@snippet :
 * static void serve(Context untilShutdown, Runnable saveState) throws Exception {
 *     try (TaskGroup workers = TaskGroup.open(untilShutdown)) {
 *         for (int i = 0; i < 4; i++) {
 *             workers.fork(() -> {
 *                 Context.current().awaitDone(); // stands for the worker's loop
 *                 return null;
 *             });
 *         }
 *         workers.join(); // all have ended: nothing is cut off in the middle
 *     }
 *     saveState.run();
 * }
 * }
 *
 * Values travel down with the context:
 *
 * {@snippet :
 * private static final ContextKey<String> TRACE_ID = ContextKey.of("traceId", String.class);
 *
 * static Context with(Context context, String id) {
 *     return context.withValue(TRACE_ID, id);
 * }
 *
 * static String logLine(String message) {
 *     String id = Context.current().value(TRACE_ID);
 *     return "[" + (id == null ? "-" : id) + "] " + message;
 * }
 * }
 *
 * Of nested deadlines the earliest counts:
 *
 * {@snippet :
 * static Duration timeForTheCall(Context context) {
 *     try (CancelScope request = context.withTimeout(Duration.ofSeconds(2));
 *             CancelScope call = request.context().withTimeout(Duration.ofSeconds(5))) {
 *         return call.context().remaining().orElseThrow(); // at most 2 s
 *     }
 * }
 * }
 *
 * <h2>Threads, order and memory</h2>
 *
 * Everything here is thread-safe. {@code cancel()} returns when all descendants are done, on whichever thread it is called;
 * it runs no user code under a lock. First the whole subtree is marked, then threads that wait are woken, then callbacks are
 * called, those of a parent before those of its descendants. What one thread did before {@code cancel()}, another sees once
 * it has seen {@code isDone()}.
 *
 * <p>A context is kept by its parent until it is done, or until its scope was dropped: then only by who uses it. Deriving
 * and cancelling cost the same among a million siblings and at any depth; a chain of a million contexts overflows nothing.
 *
 * <p>Deadlines are monotonic: setting the wall clock moves none. One daemon thread, {@code ctx-timer}, ends what is due,
 * not before its time and usually within two milliseconds after.
 */
@NullMarked
package io.ctxagent.context;

import org.jspecify.annotations.NullMarked;
