package io.ctxagent.programs;

import com.sun.management.ThreadMXBean;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A driver that waits for a latch below its calls, and a data source that names no SQLException: {@code platform|virtual}.
 * Prints {@code name: what happened}.
 */
public final class JdbcQuietProgram {

    /** What the driver waits for, and what its thread was seen to do. */
    private static volatile CountDownLatch server = new CountDownLatch(1);

    private static volatile CountDownLatch reached = new CountDownLatch(1);

    private JdbcQuietProgram() {}

    public static void main(String[] args) throws Exception {
        Connection connection = (Connection) Proxy.newProxyInstance(
                JdbcQuietProgram.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> method.getName().equals("isWrapperFor") ? false : await());
        for (String kind : args[0].split(",")) {
            System.out.println(kind + " rollback: " + below(kind, connection::rollback, false, false));
            System.out.println(kind + " rollback when done: " + below(kind, connection::rollback, true, false));
            System.out.println(kind + " close: " + below(kind, connection::close, false, false));
            System.out.println(kind + " close when done: " + below(kind, connection::close, true, false));
            System.out.println(kind + " commit: " + below(kind, connection::commit, false, false));
            System.out.println(kind + " commit when done: " + below(kind, connection::commit, true, true));
            System.out.println(kind + " no JDBC: " + below(kind, JdbcQuietProgram::await, false, true));
            System.out.println(kind + " a source without SQLException: " + source(kind));
        }
        System.out.println("rows: " + rows());
        System.out.println("END");
        System.exit(0);
    }

    private static Object await() throws InterruptedException {
        reached.countDown();
        server.await();
        return null;
    }

    /** Cancels while the driver waits, sees whether it goes on waiting, and lets it go. */
    private static String below(String kind, BlockingCase.Call call, boolean done, boolean ends) throws Exception {
        server = new CountDownLatch(1);
        reached = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        boolean[] interrupted = new boolean[1];
        try (CancelScope scope = Context.background().withCancel()) {
            if (done) {
                scope.cancel();
            }
            Thread thread = WakeProgram.thread(kind, () -> {
                scope.run(() -> {
                    try {
                        call.run();
                    } catch (Throwable e) {
                        thrown.set(e);
                    }
                });
                interrupted[0] = Thread.interrupted();
            });
            thread.start();
            while (reached.getCount() > 0 && thread.isAlive()) {
                LockSupport.parkNanos(1_000_000);
            }
            boolean entered = reached.getCount() == 0;
            scope.cancel();
            // A wake takes a millisecond.
            thread.join(ends ? 5_000 : 200);
            boolean waited = thread.isAlive();
            server.countDown();
            thread.join();
            Throwable e = thrown.get();
            String how = e == null
                    ? "returned"
                    : e instanceof SQLException sql
                            ? sql.getSQLState()
                            : e.getClass().getSimpleName();
            return (entered ? waited ? "waited, " : "woken, " : "not reached, ")
                    + how
                    + (interrupted[0] ? ", interrupted" : "");
        }
    }

    private static String source(String kind) throws Exception {
        BarePool pool = new BarePool();
        return below(
                kind,
                () -> {
                    reached.countDown();
                    pool.getConnection();
                },
                false,
                true);
    }

    /** Rows that are there cost no allocation under a live context. */
    private static String rows() throws Exception {
        try (Connection h2 = JdbcWaitCases.bare("h2").unwrap(Connection.class);
                Statement statement = h2.createStatement();
                CancelScope scope = Context.background().withCancel()) {
            statement.execute("SET LAZY_QUERY_EXECUTION FALSE");
            long without = 0;
            long with = 0;
            for (int i = 0; i < 6; i++) {
                // The first rounds warm up.
                without = pass(statement, null);
                with = pass(statement, scope);
            }
            return with - without < ROWS ? "no allocation" : "allocates " + (with - without) + " bytes";
        }
    }

    private static final int ROWS = 200_000;

    private static long pass(Statement statement, CancelScope scope) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (ResultSet rows = statement.executeQuery("SELECT X FROM SYSTEM_RANGE(1, " + ROWS + ")")) {
            long id = Thread.currentThread().getId();
            long bytes = threads.getThreadAllocatedBytes(id);
            if (scope == null) {
                while (rows.next()) {}
            } else {
                scope.call(() -> {
                    while (rows.next()) {}
                    return null;
                });
            }
            return threads.getThreadAllocatedBytes(id) - bytes;
        }
    }
}
