package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.grpc.CallOptions;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One story about gRPC's contexts and ours, by name; the second argument is the kind of thread of the server's handlers. */
public final class GrpcProgram {

    private static final BlockingQueue<Thread> HANDLING = new LinkedBlockingQueue<>();
    private static final CountDownLatch HANDLED = new CountDownLatch(1);
    private static final io.grpc.Context.Key<String> KEY = io.grpc.Context.key("key");

    private GrpcProgram() {}

    public static void main(String[] args) throws Exception {
        boolean virtual = args[1].equals("virtual");
        if (args[0].equals("contexts")) {
            contexts();
        } else if (args[0].equals("dropped")) {
            dropped();
        } else {
            try (GrpcQueue queue =
                    new GrpcQueue(virtual, args[0].equals("inside") ? GrpcProgram::look : GrpcProgram::take)) {
                call(args[0], queue);
            }
        }
        System.out.println("END");
        System.exit(0);
    }

    private static void call(String story, GrpcQueue queue) throws Exception {
        under(Duration.ofMinutes(5), queue::warmUp);
        switch (story) {
            case "server-deadline" -> ask(queue, CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS));
            case "server-cancel" -> {
                Future<String> answer = queue.askLater(CallOptions.DEFAULT);
                awaitBlocked();
                answer.cancel(true);
                System.out.println("client: cancelled");
            }
            case "client-deadline" -> under(Duration.ofMillis(500), () -> ask(queue, CallOptions.DEFAULT));
            case "client-earlier" ->
                under(
                        Duration.ofMinutes(5),
                        () -> ask(queue, CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS)));
            case "client-cancel" -> {
                CancelScope scope = Context.background().withCancel();
                Thread client = new Thread(() -> ask(queue, CallOptions.DEFAULT));
                scope.run(client::start);
                awaitBlocked();
                scope.cancel(new IOException("enough"));
                client.join();
            }
            case "client-done" -> {
                CancelScope scope = Context.background().withCancel();
                scope.cancel();
                scope.run(() -> ask(queue, CallOptions.DEFAULT));
                return;
            }
            case "late" -> {
                ask(queue, CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS));
                HANDLING.take();
                System.out.println("READY");
                System.in.read(); // the agent is attached now
                ask(queue, CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS));
            }
            case "loops" -> {
                System.out.println("READY");
                System.in.read();
                ask(queue, CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS));
            }
            case "stay" -> {
                queue.askLater(CallOptions.DEFAULT.withDeadlineAfter(5, TimeUnit.MINUTES));
                awaitBlocked();
                System.out.println("READY");
                HANDLED.await();
            }
            case "inside" -> System.out.println(queue.ask(CallOptions.DEFAULT.withDeadlineAfter(5, TimeUnit.MINUTES)));
            default -> throw new IllegalArgumentException(story);
        }
        if (!story.equals("inside")) {
            // Without the agent it is still in there.
            if (!HANDLED.await(1, TimeUnit.SECONDS)) {
                Thread handler = HANDLING.take();
                Still.await(handler, "LinkedBlockingQueue.take");
                System.out.println("handler: still blocked");
            }
        }
    }

    private static void under(Duration time, Runnable task) {
        try (CancelScope scope = Context.background().withTimeout(time)) {
            scope.run(task);
        }
    }

    private static void awaitBlocked() throws InterruptedException {
        Thread handler = HANDLING.take();
        HANDLING.add(handler);
        Still.await(handler, "LinkedBlockingQueue.take");
    }

    private static void ask(GrpcQueue queue, CallOptions options) {
        try {
            System.out.println("client: " + queue.ask(options));
        } catch (StatusRuntimeException e) {
            StringBuilder causes = new StringBuilder();
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                causes.append(" < ").append(cause.getClass().getSimpleName());
            }
            System.out.println("client: " + e.getStatus().getCode() + causes);
        }
    }

    /** Waits for ever, for all it knows. */
    private static String take(String request) {
        boolean bounded = io.grpc.Context.current().getDeadline() != null;
        System.out.println("handler: " + Context.current() + (bounded ? ", told a deadline" : ""));
        HANDLING.add(Thread.currentThread());
        try {
            return new LinkedBlockingQueue<String>().take();
        } catch (InterruptedException e) {
            System.out.println(
                    "handler: " + e.getMessage() + ", " + e.getClass().getSimpleName());
            return "";
        } finally {
            HANDLED.countDown();
        }
    }

    /** What is current where, inside of a call. */
    private static String look(String request) throws Exception {
        Context call = Context.current();
        io.grpc.Context grpc = io.grpc.Context.current();
        StringBuilder seen = new StringBuilder(call.toString());
        grpc.fork().run(() -> seen.append("\nforked: ").append(Context.current()));
        seen.append("\nafter: ").append(Context.current() == call);
        try (CancelScope shorter = call.withTimeout(Duration.ofSeconds(1))) {
            shorter.run(() -> grpc.withValue(KEY, "v")
                    .run(() -> seen.append("\nshorter stays: ").append(Context.current() == shorter.context())));
            shorter.run(() -> io.grpc.Context.ROOT.run(
                    () -> seen.append("\nbelow the root: ").append(Context.current() == shorter.context())));
        }
        io.grpc.Context.CancellableContext child = grpc.withCancellation();
        child.run(() -> seen.append("\nchild: ").append(Context.current()));
        child.cancel(null);
        child.run(() -> seen.append("\ncancelled: ").append(Context.current().isDone()));
        grpc.wrap((Runnable) () -> seen.append("\nwrapped: ").append(Context.current() == call))
                .run();
        var pool = Executors.newSingleThreadExecutor();
        pool.submit(grpc.fork().wrap((Runnable)
                        () -> seen.append("\nforked elsewhere: ").append(Context.current())))
                .get();
        pool.shutdown();
        return seen.toString();
    }

    /** Without a call. */
    private static void contexts() throws Exception {
        io.grpc.Context.CancellableContext parent = io.grpc.Context.current().withCancellation();
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        io.grpc.Context.CancellableContext child = parent.withDeadlineAfter(5, TimeUnit.MINUTES, timer);
        Context[] ours = new Context[2];
        parent.run(() -> ours[0] = Context.current());
        child.run(() -> ours[1] = Context.current());
        System.out.println(ours[0]);
        System.out.println(ours[1]);
        System.out.println("bounded: " + ours[1].remaining().isPresent());
        parent.cancel(new IOException("over"));
        System.out.println("both done: " + ours[0].isDone() + " " + ours[1].isDone() + " by " + ours[1].cause());
        io.grpc.Context.CancellableContext timed =
                io.grpc.Context.current().withDeadlineAfter(500, TimeUnit.MILLISECONDS, timer);
        timed.run(() -> ours[0] = Context.current());
        ours[0].awaitDone();
        System.out.println("timed: " + ours[0].err());
        timer.shutdown();
        System.out.println("outside: " + Context.current());
    }

    /** Contexts of gRPC's that nobody cancels. */
    private static void dropped() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            var unused = io.grpc.Context.current().withCancellation();
        }
        var linked = Class.forName("io.ctxagent.boot.GrpcContexts", true, null).getMethod("linked");
        for (int i = 0; i < 500 && (int) linked.invoke(null) > 0; i++) {
            System.gc();
            Thread.sleep(2); // the collector tells nobody when it has enqueued a reference
        }
        System.out.println("linked: " + linked.invoke(null));
        System.out.println("READY");
        System.in.read();
    }
}
