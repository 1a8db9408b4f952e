package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.PostgresCalls;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL's driver has beyond JDBC: {@code CopyManager} and {@code PGConnection.getNotifications}. Both end in its
 * {@code QueryExecutorImpl}, read in pgjdbc 42.7.13: a socket that throws there leaves a COPY half done, and the connection out of
 * step with the server ({@code QueryExecutorImpl.startCopy}); a timeout is swallowed ({@code VisibleBufferedInputStream.readMore}),
 * unless one was asked for. Of the hooked methods one alone runs the user's code, {@code writeToCopy} of a {@code ByteStreamWriter}. See
 * decision 0084.
 */
public final class PostgresFamily implements BlockingFamily {

    /** The internal name of the class. */
    public static final String EXECUTOR = "org/postgresql/core/v3/QueryExecutorImpl";

    private static final String TYPE = "org.postgresql.core.v3.QueryExecutorImpl";

    /** In the class of the application's with that name. */
    public static final List<Hook> HOOKS = List.of(
            Hook.of(Family.JDBC, TYPE, "startCopy", CopyAdvice.class),
            new Hook(
                    Family.JDBC,
                    TYPE,
                    "writeToCopy",
                    "(Lorg/postgresql/core/v3/CopyOperationImpl;[BII)V",
                    CopyAdvice.class),
            new Hook(
                    Family.JDBC,
                    TYPE,
                    "writeToCopy",
                    "(Lorg/postgresql/core/v3/CopyOperationImpl;Lorg/postgresql/util/ByteStreamWriter;)V",
                    WriterAdvice.class),
            Hook.of(Family.JDBC, TYPE, "flushCopy", CopyAdvice.class),
            Hook.of(Family.JDBC, TYPE, "endCopy", CopyAdvice.class),
            Hook.of(Family.JDBC, TYPE, "readFromCopy", RowAdvice.class),
            Hook.of(Family.JDBC, TYPE, "cancelCopy", CancelAdvice.class),
            new Hook(Family.JDBC, TYPE, "processNotifies", "(I)V", NotifiesAdvice.class));

    @Override
    public Family family() {
        return Family.JDBC;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        return List.of();
    }

    @Override
    public List<Facts> facts() {
        Ending ending = Ending.inWords("`SQLTimeoutException`, SQLState 57014", "`SQLException`, SQLState 57014");
        return List.of(
                new Facts(
                        List.of(Target.inApplications("PostgreSQL's `CopyManager`, `CopyIn` and `CopyOut`")),
                        Facts.Recorded.WHEN_THE_DRIVER_WAITS,
                        true,
                        "a request of the driver's own",
                        ending,
                        "a row is taken under a done context too, as long as the driver has some. Code of the user's that makes or"
                                + " takes the rows has calls of its own; what a `ByteStreamWriter` throws under a done context ends"
                                + " the copy as the context does. `cancelCopy` goes to its end; under a done"
                                + " context the server is asked to stop with the rows that it has"),
                new Facts(
                        List.of(Target.inApplications("PostgreSQL's `PGConnection.getNotifications(int)`")),
                        Facts.Recorded.ON_ENTRY,
                        true,
                        "the waker of `socket`, as a timeout",
                        ending,
                        "what has come is there for the next call; one that does not wait never fails"));
    }

    static final class CopyAdvice {

        private CopyAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.Origin("#t.#m") String call, @Advice.This Object executor)
                throws Exception {
            return PostgresCalls.enterCopy(call, executor);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered != null) {
                thrown = PostgresCalls.exitCopy(entered, thrown);
            }
        }
    }

    static final class RowAdvice {

        private RowAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.Origin("#t.#m") String call, @Advice.This Object executor)
                throws Exception {
            return PostgresCalls.enterRow(call, executor);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered != null) {
                thrown = PostgresCalls.exitRow(entered, thrown);
            }
        }
    }

    static final class WriterAdvice {

        private WriterAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(
                @Advice.Origin("#t.#m") String call,
                @Advice.This Object executor,
                @Advice.Argument(value = 1, readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object writer)
                throws Exception {
            Object entered = PostgresCalls.enterWriter(call, executor, writer);
            if (entered != null) {
                writer = PostgresCalls.writer(entered, executor, writer);
            }
            return entered;
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered != null) {
                thrown = PostgresCalls.exitWriter(entered, thrown);
            }
        }
    }

    static final class CancelAdvice {

        private CancelAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(
                @Advice.Origin("#t.#m") String call, @Advice.This Object executor, @Advice.Argument(0) Object copy) {
            return PostgresCalls.enterCancel(call, executor, copy);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
            if (entered != null) {
                PostgresCalls.exitCancel(entered, thrown);
            }
        }
    }

    static final class NotifiesAdvice {

        private NotifiesAdvice() {}

        @Advice.OnMethodEnter
        static int enter(
                @Advice.Origin("#t.#m") String call,
                @Advice.This Object executor,
                @Advice.Argument(value = 0, readOnly = false) int millis,
                @Advice.Local("begun") long begun)
                throws Exception {
            int entered = PostgresCalls.enterNotifies(call, executor, millis);
            if (entered == PostgresCalls.UNLIMITED) {
                millis = PostgresCalls.limitMillis();
                begun = System.nanoTime();
            }
            return entered;
        }

        /** Whether the method has to be run again. */
        @Advice.OnMethodExit(onThrowable = Throwable.class, repeatOn = Advice.OnNonDefaultValue.class)
        static boolean exit(
                @Advice.Enter int entered,
                @Advice.Local("begun") long begun,
                @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered == PostgresCalls.NOTHING) {
                return false;
            }
            if (entered == PostgresCalls.UNLIMITED && thrown == null && PostgresCalls.goesOn(begun)) {
                begun = System.nanoTime();
                return true;
            }
            thrown = PostgresCalls.exitNotifies(thrown);
            return false;
        }
    }
}
