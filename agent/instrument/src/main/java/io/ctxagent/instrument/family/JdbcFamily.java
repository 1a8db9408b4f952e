package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.Statements;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * {@code execute*} of JDBC statements. Woken by {@code Statement.cancel} on a pool of the agent's, resent until the call has
 * ended and waited for at its exit. The classes are the drivers' and pools', so there is no list of them: a class that
 * speaks of {@code java.sql} and declares such a method gets the advice, which asks at run time whether the object
 * is a statement. Drivers never see an interrupt, and their sockets and locks stay silent below the outermost call.
 */
public final class JdbcFamily implements BlockingFamily {

    /** The methods, whatever their parameters. */
    public static final Set<String> METHODS = Set.of(
            "execute", "executeQuery", "executeUpdate", "executeLargeUpdate", "executeBatch", "executeLargeBatch");

    /**
     * Methods of connections and results that wait for the server and cannot be cancelled one by one. What is below them is
     * kept silent, so that a done context does not cost the connection.
     */
    public static final Set<String> QUIET_METHODS = Set.of(
            "commit",
            "rollback",
            "close",
            "isValid",
            "next",
            "setAutoCommit",
            "setReadOnly",
            "setTransactionIsolation");

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
        return List.of(
                new Facts(
                        List.of(Target.inApplications(names("java.sql.Statement", METHODS))),
                        Facts.Recorded.ON_ENTRY,
                        true,
                        "`Statement.cancel`, sent again until the call has ended",
                        Ending.inWords("`SQLTimeoutException`, SQLState 57014", "`SQLException`, SQLState 57014"),
                        "a driver without `cancel` goes on to its end"),
                Facts.support(
                        "keeps all hooks below it silent: no cancel of its own, and an exception in the middle would cost "
                                + "the connection. Not woken",
                        Target.inApplications(names("java.sql.Connection, java.sql.ResultSet", QUIET_METHODS))));
    }

    private static String names(String types, Set<String> methods) {
        return "`" + types + "`: `" + String.join("`, `", new TreeSet<>(methods)) + "`";
    }

    /** Put into each such method of application classes. */
    public static final class StatementAdvice {

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

    /** Put into each of the quiet methods. */
    public static final class QuietAdvice {

        private QuietAdvice() {}

        @Advice.OnMethodEnter
        static boolean enter() {
            return Statements.enterQuietly();
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = Statements.exit(thrown);
            }
        }
    }
}
