package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.LostHandOvers;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Notes tasks that a pool written by hand takes out of a queue without their context, for rule CTX204. Only methods that do
 * not call one another are named, or a task would be noted twice; read on JDK 17, 21 and 25. Queues that somebody wrote himself
 * are left out.
 */
public final class LostHandOverFamily implements BlockingFamily {

    private static final String PACKAGE = "java.util.concurrent.";

    private static final String DELAYS = PACKAGE + "DelayQueue";
    private static final String DELAYED = "Ljava/util/concurrent/Delayed;";

    private static final Map<String, List<String>> IN = Map.of(
            "LinkedBlockingQueue", List.of("put", "offer"),
            "ArrayBlockingQueue", List.of("put", "offer"),
            "LinkedBlockingDeque", List.of("putFirst", "putLast", "offerFirst", "offerLast"),
            "SynchronousQueue", List.of("put", "offer"),
            "LinkedTransferQueue", List.of("put", "offer", "add", "transfer", "tryTransfer"));

    private static final Map<String, List<String>> OUT = Map.of(
            "LinkedBlockingQueue", List.of("take", "poll"),
            "ArrayBlockingQueue", List.of("take", "poll"),
            "LinkedBlockingDeque", List.of("takeFirst", "takeLast", "pollFirst", "pollLast"),
            "SynchronousQueue", List.of("take", "poll"),
            "LinkedTransferQueue", List.of("take", "poll"),
            "PriorityBlockingQueue", List.of("take", "poll"));

    @Override
    public Family family() {
        return Family.PROPAGATE;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        List<Hook> hooks = new ArrayList<>();
        for (String queue : List.of(
                "LinkedBlockingQueue",
                "ArrayBlockingQueue",
                "LinkedBlockingDeque",
                "SynchronousQueue",
                "LinkedTransferQueue",
                "PriorityBlockingQueue")) {
            for (String method : IN.getOrDefault(queue, List.of())) {
                hooks.add(Hook.of(Family.PROPAGATE, PACKAGE + queue, method, advice(queue, method)));
            }
            for (String method : OUT.getOrDefault(queue, List.of())) {
                hooks.add(Hook.of(Family.PROPAGATE, PACKAGE + queue, method, TakeAdvice.class));
            }
        }
        // Their other ways in call this one; the queue of delays has bridges besides.
        hooks.add(new Hook(
                Family.PROPAGATE,
                PACKAGE + "PriorityBlockingQueue",
                "offer",
                "(Ljava/lang/Object;)Z",
                OfferAdvice.class));
        hooks.add(new Hook(Family.PROPAGATE, DELAYS, "offer", "(" + DELAYED + ")Z", OfferAdvice.class));
        hooks.add(new Hook(Family.PROPAGATE, DELAYS, "take", "()" + DELAYED, TakeAdvice.class));
        hooks.add(new Hook(Family.PROPAGATE, DELAYS, "poll", "()" + DELAYED, TakeAdvice.class));
        hooks.add(new Hook(
                Family.PROPAGATE, DELAYS, "poll", "(JLjava/util/concurrent/TimeUnit;)" + DELAYED, TakeAdvice.class));
        return hooks;
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                Facts.support(
                        "notes a task that is put into a queue under a context, for CTX204",
                        Target.of(PACKAGE + "LinkedBlockingQueue", "put", "offer"),
                        Target.of(PACKAGE + "ArrayBlockingQueue", "put", "offer"),
                        Target.of(PACKAGE + "LinkedBlockingDeque", "putFirst", "putLast", "offerFirst", "offerLast"),
                        Target.of(PACKAGE + "SynchronousQueue", "put", "offer"),
                        Target.of(PACKAGE + "LinkedTransferQueue", "put", "offer", "add", "transfer", "tryTransfer"),
                        Target.of(PACKAGE + "PriorityBlockingQueue", "offer"),
                        Target.of(DELAYS, "offer")),
                Facts.support(
                        "notes who takes it out",
                        Target.of(PACKAGE + "LinkedBlockingQueue", "take", "poll"),
                        Target.of(PACKAGE + "ArrayBlockingQueue", "take", "poll"),
                        Target.of(PACKAGE + "LinkedBlockingDeque", "takeFirst", "takeLast", "pollFirst", "pollLast"),
                        Target.of(PACKAGE + "SynchronousQueue", "take", "poll"),
                        Target.of(PACKAGE + "LinkedTransferQueue", "take", "poll"),
                        Target.of(PACKAGE + "PriorityBlockingQueue", "take", "poll"),
                        Target.of(DELAYS, "take", "poll")));
    }

    private static Class<?> advice(String queue, String method) {
        if (!method.startsWith("put") && !method.equals("transfer")) {
            return OfferAdvice.class;
        }
        return QueueFamily.NOTE_WHAT_IS_PUT.contains(PACKAGE + queue) ? NotedPutAdvice.class : PutAdvice.class;
    }

    /** On a put that notes its element by itself. */
    static final class NotedPutAdvice {
        private NotedPutAdvice() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Argument(0) @Nullable Object element, @Advice.Thrown @Nullable Throwable thrown) {
            if (thrown != null) {
                LostHandOvers.notPut(element);
            }
        }
    }

    static final class PutAdvice {
        private PutAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.Argument(0) @Nullable Object element) {
            return LostHandOvers.queued(element);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter boolean noted,
                @Advice.Argument(0) Object element,
                @Advice.Thrown @Nullable Throwable thrown) {
            if (noted && thrown != null) {
                LostHandOvers.notQueued(element);
            }
        }
    }

    static final class OfferAdvice {
        private OfferAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.Argument(0) @Nullable Object element) {
            return LostHandOvers.queued(element);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter boolean noted, @Advice.Argument(0) Object element, @Advice.Return boolean queued) {
            if (noted && !queued) {
                LostHandOvers.notQueued(element);
            }
        }
    }

    static final class TakeAdvice {
        private TakeAdvice() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return @Nullable Object element) {
            LostHandOvers.dequeued(element);
        }
    }
}
