package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.GrpcContexts;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.JdbcHook;
import io.ctxagent.instrument.Target;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of gRPC: what a call's deadline and cancel are there, they are in ours, and the other way round. The storage of
 * {@code io.grpc.Context}, of which there can be one, is left to others.
 *
 * <p>Woven are {@code attach} and {@code detach}, which everything that runs with a context calls; {@code withCancellation} and
 * {@code withDeadline}, which all other ways of making a cancellable one call; its {@code cancel}; and where a client makes and a
 * server receives a call. Read in grpc-java 1.83; see decision 0026.
 */
public final class GrpcFamily implements BlockingFamily {

    private static final Map<String, List<JdbcHook>> HOOKS = Map.of(
            "io/grpc/Context",
            List.of(
                    new JdbcHook(AttachAdvice.class, "attach"),
                    new JdbcHook(DetachAdvice.class, "detach"),
                    new JdbcHook(DeriveAdvice.class, "withCancellation", "withDeadline")),
            "io/grpc/Context$CancellableContext",
            List.of(new JdbcHook(CancelAdvice.class, "cancel")),
            "io/grpc/internal/ManagedChannelImpl",
            List.of(new JdbcHook(CallAdvice.class, "newCall")),
            "io/grpc/internal/ServerImpl$ServerTransportListenerImpl",
            List.of(new JdbcHook(ServeAdvice.class, "streamCreated")));

    /** Starts the threads of Netty's event loops, in gRPC's own copy of Netty too. */
    public static final String EVENT_LOOPS = "io/netty/util/concurrent/ThreadPerTaskExecutor";

    private static final List<JdbcHook> EVENT_LOOP_HOOKS =
            List.of(new JdbcHook(PropagationFamily.WorkerAdvice.class, "execute"));

    /** Whether this is the internal name of a class that has hooks. */
    public static boolean concerns(String internalName) {
        return !hooksOf(internalName).isEmpty();
    }

    /** The hooks of such a class. */
    public static List<JdbcHook> hooksOf(String internalName) {
        if (internalName.endsWith(EVENT_LOOPS)) {
            return EVENT_LOOP_HOOKS;
        }
        return internalName.startsWith("io/grpc/") ? HOOKS.getOrDefault(internalName, List.of()) : List.of();
    }

    @Override
    public Family family() {
        return Family.GRPC;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return List.of();
    }

    @Override
    public List<Facts> facts() {
        return List.of(
                Facts.support(
                        "a context for each cancellable one of gRPC's, with its deadline; code that runs with it attached runs "
                                + "under that",
                        Target.inApplications(
                                "`io.grpc.Context`: `attach`, `detach`, `withCancellation`, `withDeadline`"),
                        Target.inApplications("`io.grpc.Context.CancellableContext`: `cancel`")),
                Facts.support(
                        "the caller's context bounds the call, and cancels it",
                        Target.inApplications("`io.grpc.internal.ManagedChannelImpl`: `newCall`")),
                Facts.support(
                        "an event loop works for all: its thread inherits nothing from the first who calls",
                        Target.inApplications("`io.netty.util.concurrent.ThreadPerTaskExecutor`: `execute`")),
                Facts.support(
                        "names the context of a call after its method",
                        Target.inApplications(
                                "`io.grpc.internal.ServerImpl.ServerTransportListenerImpl`: `streamCreated`")));
    }

    static final class AttachAdvice {
        private AttachAdvice() {}

        @Advice.OnMethodExit
        static void exit(
                @Advice.This Object context,
                @Advice.FieldValue(value = "cancellableAncestor", typing = Assigner.Typing.DYNAMIC) Object ancestor) {
            GrpcContexts.attached(context, ancestor);
        }
    }

    static final class DetachAdvice {
        private DetachAdvice() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.This Object context) {
            GrpcContexts.detached(context);
        }
    }

    static final class DeriveAdvice {
        private DeriveAdvice() {}

        @Advice.OnMethodExit
        static void exit(
                @Advice.This Object parent,
                @Advice.FieldValue(value = "cancellableAncestor", typing = Assigner.Typing.DYNAMIC) Object ancestor,
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object made) {
            GrpcContexts.derived(made, parent, ancestor);
        }
    }

    static final class CancelAdvice {
        private CancelAdvice() {}

        @Advice.OnMethodExit
        static void exit(
                @Advice.This Object cancellable,
                @Advice.Argument(0) Throwable cause,
                @Advice.Return boolean cancelled) {
            if (cancelled) {
                GrpcContexts.cancelled(cancellable, cause);
            }
        }
    }

    static final class CallAdvice {
        private CallAdvice() {}

        @Advice.OnMethodEnter
        static Object @Nullable [] enter(
                @Advice.This Object channel,
                @Advice.Argument(value = 1, readOnly = false, typing = Assigner.Typing.DYNAMIC) Object options) {
            Object[] calling = GrpcContexts.calling(channel, options);
            if (calling != null) {
                options = calling[0];
            }
            return calling;
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter Object @Nullable [] calling) {
            if (calling != null) {
                GrpcContexts.called(calling);
            }
        }
    }

    static final class ServeAdvice {
        private ServeAdvice() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(1) String method) {
            GrpcContexts.serving(method);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit() {
            GrpcContexts.served();
        }
    }
}
