package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Stages;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Contexts of the functions of CompletableFuture. For each function the JDK makes an object where the stage is attached, and
 * fires it by {@code tryFire} when the future is completed, perhaps in vain and several times; {@code dep} is null once it
 * is through. The tasks of {@code supplyAsync} and {@code runAsync} run once. The names are those of JDK 17 to 25. A
 * future that is completed already runs the function where it is attached, without such an object.
 */
public final class StageFamily implements BlockingFamily {

    private static final String FUTURE = "java.util.concurrent.CompletableFuture$";

    /** Those that have a function of the user's; not relays, signals and the like. */
    private static final List<String> STAGES = List.of(
            "UniApply",
            "UniAccept",
            "UniRun",
            "UniWhenComplete",
            "UniHandle",
            "UniExceptionally",
            "UniComposeExceptionally",
            "UniCompose",
            "BiApply",
            "BiAccept",
            "BiRun",
            "OrApply",
            "OrAccept",
            "OrRun");

    private static final List<String> TASKS = List.of("AsyncSupply", "AsyncRun");

    @Override
    public Family family() {
        return Family.PROPAGATE;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        List<Hook> hooks = new ArrayList<>();
        for (String stage : STAGES) {
            hooks.add(Hook.of(Family.PROPAGATE, FUTURE + stage, "<init>", AttachAdvice.class));
            hooks.add(Hook.of(Family.PROPAGATE, FUTURE + stage, "tryFire", FireAdvice.class));
        }
        for (String task : TASKS) {
            hooks.add(Hook.of(Family.PROPAGATE, FUTURE + task, "<init>", AttachAdvice.class));
            hooks.add(Hook.of(Family.PROPAGATE, FUTURE + task, "run", TaskAdvice.class));
        }
        return hooks;
    }

    @Override
    public List<Facts> facts() {
        List<Facts> facts = new ArrayList<>();
        facts.add(Facts.support(
                "carries the context to the task, whatever the executor",
                Target.of(FUTURE + "AsyncSupply", "<init>", "run").as("CompletableFuture", "supplyAsync"),
                Target.of(FUTURE + "AsyncRun", "<init>", "run").as("CompletableFuture", "runAsync")));
        List<Target> dependents = new ArrayList<>();
        for (String stage : STAGES) {
            dependents.add(Target.of(FUTURE + stage, "<init>", "tryFire").as("CompletableFuture", usersNames(stage)));
        }
        facts.add(Facts.support(
                "a function runs under the context that was current where it was attached, or under none if there was none;"
                        + " so does its `Async` form",
                dependents.toArray(new Target[0])));
        return facts;
    }

    private static String[] usersNames(String stage) {
        return switch (stage) {
            case "UniApply" -> new String[] {"thenApply"};
            case "UniAccept" -> new String[] {"thenAccept"};
            case "UniRun" -> new String[] {"thenRun"};
            case "UniWhenComplete" -> new String[] {"whenComplete"};
            case "UniHandle" -> new String[] {"handle"};
            case "UniExceptionally" -> new String[] {"exceptionally"};
            case "UniComposeExceptionally" -> new String[] {"exceptionallyCompose"};
            case "UniCompose" -> new String[] {"thenCompose"};
            case "BiApply" -> new String[] {"thenCombine"};
            case "BiAccept" -> new String[] {"thenAcceptBoth"};
            case "BiRun" -> new String[] {"runAfterBoth"};
            case "OrApply" -> new String[] {"applyToEither"};
            case "OrAccept" -> new String[] {"acceptEither"};
            default -> new String[] {"runAfterEither"};
        };
    }

    static final class AttachAdvice {
        private AttachAdvice() {}

        @Advice.OnMethodExit
        static void exit(@Advice.This Object stage) {
            Stages.attached(stage);
        }
    }

    static final class FireAdvice {
        private FireAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.This Object stage) {
            return Stages.begin(stage);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.This Object stage,
                @Advice.FieldValue("dep") @Nullable Object dependent,
                @Advice.Enter @Nullable Object frame) {
            Stages.end(stage, dependent == null, frame);
        }
    }

    static final class TaskAdvice {
        private TaskAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.This Object task) {
            return Stages.beginTask(task);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object frame) {
            if (frame != null) {
                Stages.endTask(frame);
            }
        }
    }
}
