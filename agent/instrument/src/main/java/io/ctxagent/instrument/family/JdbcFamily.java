package io.ctxagent.instrument.family;

import io.ctxagent.boot.ConnectionSources;
import io.ctxagent.boot.Connections;
import io.ctxagent.boot.DriverWaits;
import io.ctxagent.boot.Family;
import io.ctxagent.boot.Statements;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.JdbcHook;
import io.ctxagent.instrument.Target;
import java.util.List;
import java.util.TreeSet;
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

    private static final JdbcHook STATEMENT_HOOK = new JdbcHook(
            StatementAdvice.class,
            "execute",
            "executeQuery",
            "executeUpdate",
            "executeLargeUpdate",
            "executeBatch",
            "executeLargeBatch");
    private static final JdbcHook NEXT_HOOK = new JdbcHook(NextAdvice.class, "next");
    private static final JdbcHook COMMIT_HOOK = new JdbcHook(CommitAdvice.class, "commit");
    private static final JdbcHook QUIET_HOOK = new JdbcHook(
            QuietAdvice.class,
            "rollback",
            "close",
            "isValid",
            "setAutoCommit",
            "setReadOnly",
            "setTransactionIsolation");
    private static final JdbcHook SOURCE_HOOK =
            new JdbcHook(SourceAdvice.class, "getConnection", "getPooledConnection", "getXAConnection", "connect");

    /** Methods of application classes; their parameters do not matter. */
    public static final List<JdbcHook> DRIVER_HOOKS =
            List.of(STATEMENT_HOOK, NEXT_HOOK, COMMIT_HOOK, QUIET_HOOK, SOURCE_HOOK);

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

    @Override
    public List<Facts> facts() {
        Ending ending = Ending.inWords("`SQLTimeoutException`, SQLState 57014", "`SQLException`, SQLState 57014");
        return List.of(
                new Facts(
                        List.of(
                                Target.inApplications("`javax.sql.DataSource`: `getConnection`"),
                                Target.inApplications("`javax.sql.ConnectionPoolDataSource`: `getPooledConnection`"),
                                Target.inApplications("`javax.sql.XADataSource`: `getXAConnection`"),
                                Target.inApplications("`java.sql.Driver`: `connect`"),
                                Target.of("java.sql.DriverManager", "getConnection")),
                        Facts.Recorded.WHEN_IT_PARKS,
                        true,
                        "the wakers of `queue`, `lock`, `socket` and so on, below it",
                        ending,
                        "a half-made connection is closed by its driver. A connection that the pool is trying out then counts "
                                + "as dead. What a pool or driver starts or submits meanwhile has no context"),
                new Facts(
                        List.of(Target.inApplications(shown("java.sql.Statement", STATEMENT_HOOK))),
                        Facts.Recorded.ON_ENTRY,
                        true,
                        "`Statement.cancel`, sent again until the call has ended",
                        ending,
                        "a driver without `cancel` goes on to its end. A cancel that hangs for longer than `grace` costs the "
                                + "connection"),
                new Facts(
                        List.of(Target.inApplications(shown("java.sql.ResultSet", NEXT_HOOK))),
                        Facts.Recorded.WHEN_THE_DRIVER_WAITS,
                        true,
                        "`Statement.cancel`; on PostgreSQL `PGConnection.cancelQuery`",
                        ending,
                        "a driver that computes rows on the calling thread, other than H2's lazy results, is not woken inside "
                                + "one call; the next one fails fast"),
                new Facts(
                        List.of(Target.inApplications(shown("java.sql.Connection", COMMIT_HOOK))),
                        Facts.Recorded.WHEN_THE_DRIVER_WAITS,
                        true,
                        "a request of the driver's own on PostgreSQL and MariaDB; else nobody, JDBC has none",
                        ending,
                        "a commit that the server has made already returns normally, as on PostgreSQL when only the wait for a "
                                + "standby was ended"),
                Facts.shownOnly(
                        Facts.Recorded.WHEN_THE_DRIVER_WAITS,
                        "cleans up, also under a done context: an open transaction would be worse. `ResultSet.close` has its "
                                + "statement cancelled, which makes it short where the driver reads to the last row first",
                        Target.inApplications(shown("java.sql.Connection", QUIET_HOOK))),
                Facts.support(
                        "registers the `next` that computes a row",
                        Target.inApplications("`org.h2.result.LazyResult`: `hasNext`")));
    }

    private static String shown(String type, JdbcHook hook) {
        return "`" + type + "`: `" + String.join("`, `", new TreeSet<>(hook.methods())) + "`";
    }

    /** Of {@code execute*}. */
    static final class StatementAdvice {

        private StatementAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.Origin("#m") String method, @Advice.This Object statement)
                throws Exception {
            return Statements.enter(method, statement);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered != null) {
                thrown = Statements.exit(entered, thrown);
            } else if (thrown != null) {
                thrown = Statements.below(thrown);
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
            } else if (thrown != null) {
                thrown = Statements.below(thrown);
            }
        }
    }

    /** Of {@code Connection.commit}. */
    static final class CommitAdvice {

        private CommitAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.This Object connection) throws Exception {
            return Connections.enterCommit(connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered != null) {
                thrown = Connections.exit(entered, thrown);
            } else if (thrown != null) {
                thrown = Statements.below(thrown);
            }
        }
    }

    /** Of what cleans up, and of what has no cancel. */
    static final class QuietAdvice {

        private QuietAdvice() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.Origin("#m") String method, @Advice.This Object object) {
            return Connections.enterQuietly(method, object);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered != null) {
                thrown = Connections.exit(entered, thrown);
            } else if (thrown != null) {
                thrown = Statements.below(thrown);
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
