package io.ctxagent.instrument.family;

import io.ctxagent.boot.ConnectionSources;
import io.ctxagent.boot.Connections;
import io.ctxagent.boot.DriverWaits;
import io.ctxagent.boot.Family;
import io.ctxagent.boot.Statements;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.JdbcHook;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * JDBC. The classes are the drivers' and pools', so there is no list of them: a class that speaks of {@code java.sql}, or
 * extends one that does, and declares such a method gets the advice, which asks at run time what the object is. The
 * outermost call counts. Drivers never see an interrupt, and their sockets and locks stay silent below it.
 *
 * <p>{@code execute*} is woken by {@code Statement.cancel}, registered on entry. {@code next} and {@code commit} mostly do not
 * wait, so they are registered when the driver reaches its socket or a park; H2 computes rows of a lazy result on the
 * calling thread, hence the hook in its {@code LazyResult} (read in 2.4.240). {@code getConnection} is woken by the
 * hooks below it and translated. What cleans up goes to its end. See decision 0011.
 */
public final class JdbcFamily implements BlockingFamily {

    /** Methods of application classes; their parameters do not matter. */
    public static final List<JdbcHook> DRIVER_HOOKS = List.of(
            new JdbcHook(
                    StatementAdvice.class,
                    "execute",
                    "executeQuery",
                    "executeUpdate",
                    "executeLargeUpdate",
                    "executeBatch",
                    "executeLargeBatch"),
            new JdbcHook(NextAdvice.class, "next"),
            new JdbcHook(CommitAdvice.class, "commit"),
            new JdbcHook(
                    QuietAdvice.class,
                    "rollback",
                    "close",
                    "isValid",
                    "setAutoCommit",
                    "setReadOnly",
                    "setTransactionIsolation"),
            new JdbcHook(SourceAdvice.class, "getConnection", "getPooledConnection", "getXAConnection", "connect"));

    /** H2 computes rows below this one. */
    public static final String LAZY_RESULT = "org/h2/result/LazyResult";

    /** The method of {@link #LAZY_RESULT}. */
    public static final JdbcHook LAZY_ROWS = new JdbcHook(LazyRowAdvice.class, "hasNext");

    @Override
    public Family family() {
        return Family.JDBC;
    }

    @Override
    public List<Hook> hooks(int jdk) {
        // The private one that all public ones call; the same on 17, 21 and 25.
        return List.of(new Hook(
                Family.JDBC,
                "java.sql.DriverManager",
                "getConnection",
                "(Ljava/lang/String;Ljava/util/Properties;Ljava/lang/Class;)Ljava/sql/Connection;",
                DriverManagerAdvice.class));
    }

    /** Of {@code execute*}. */
    static final class StatementAdvice {

        private StatementAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.Origin("#m") String method, @Advice.This Object statement) throws Exception {
            return Statements.enter(method, statement);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Statements.exit(thrown);
            }
        }
    }

    /** Of {@code ResultSet.next}. */
    static final class NextAdvice {

        private NextAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.This Object resultSet) throws Exception {
            return Connections.enterNext(resultSet);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered != null) {
                thrown = Connections.exitNext(entered, thrown);
            }
        }
    }

    /** Of {@code Connection.commit}. */
    static final class CommitAdvice {

        private CommitAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.This Object connection) throws Exception {
            return Connections.enterCommit(connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Connections.exit(thrown);
            }
        }
    }

    /** Of what cleans up, and of what has no cancel. */
    static final class QuietAdvice {

        private QuietAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.Origin("#m") String method, @Advice.This Object object) {
            return Connections.enterQuietly(method, object);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Connections.exit(thrown);
            }
        }
    }

    /** Of data sources and drivers. */
    static final class SourceAdvice {

        private SourceAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.Origin("#m") String method, @Advice.This Object source) throws Exception {
            return ConnectionSources.enter(method, source);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = ConnectionSources.exit(thrown);
            }
        }
    }

    /** Of {@code java.sql.DriverManager}. */
    static final class DriverManagerAdvice {

        private DriverManagerAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.Origin("#t.#m") String method) throws Exception {
            return ConnectionSources.enter(method, null);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = ConnectionSources.exit(thrown);
            }
        }
    }

    /** Of {@link #LAZY_RESULT}. */
    static final class LazyRowAdvice {

        private LazyRowAdvice() {}

        @Advice.OnMethodEnter
        static void enter() {
            DriverWaits.computing();
        }
    }
}
