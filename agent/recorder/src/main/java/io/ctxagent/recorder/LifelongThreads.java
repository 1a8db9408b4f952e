package io.ctxagent.recorder;

import io.ctxagent.boot.ThreadMakers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Threads that a library makes once, keeps for as long as the JVM lives, and offers no way to end: whoever happened to be the first
 * to use the library is not to blame for them. Told by the code that made them: where the thread's body begins, the
 * class of the thread, or of the factory that its pool makes threads with; never by a name, which anybody can give. The JDK's own are
 * told apart in {@link ThreadRoles}.
 *
 * <p>Not in the list: what its library can close, such as the housekeeper of a connection pool. That one is a leak.
 */
final class LifelongThreads {

    /** @param code the class, or a package that ends in a dot; nested classes are meant too */
    private record Known(String code, String reason) {}

    private static final List<Known> ALL = List.of(
            new Known(
                    "org.postgresql.util.LazyCleaner",
                    "PostgreSQL's driver: waits for unreachable connections, ends itself 30 s after the last one"),
            new Known(
                    "com.mysql.cj.jdbc.AbandonedConnectionCleanupThread",
                    "MySQL's driver: the same, for as long as the driver is loaded"),
            new Known(
                    "oracle.jdbc.driver.BlockSource",
                    "Oracle's driver: gives back buffers, one thread for all connections"),
            new Known("oracle.net.nt.TimeoutInterruptHandler", "Oracle's driver: its timer, one for all connections"),
            new Known(
                    "com.microsoft.sqlserver.jdbc.SharedTimer",
                    "SQL Server's driver: one timer for all connections, ends itself with the last of them"),
            new Known("com.sun.jna.internal.Cleaner", "JNA: frees native memory of unreachable objects"),
            new Known(
                    "com.google.common.base.internal.Finalizer",
                    "Guava: one for all reference queues, ends itself when its class loader is unreachable"),
            new Known(
                    "io.netty.util.concurrent.GlobalEventExecutor",
                    "Netty: one for the JVM, ends itself when it has had nothing to do for a second"),
            new Known("io.netty.util.ThreadDeathWatcher", "Netty: the same, for threads that it watches"),
            new Known("io.netty.util.internal.ObjectCleaner", "Netty: frees what belongs to unreachable objects"),
            new Known(
                    "io.grpc.internal.SharedResourceHolder",
                    "gRPC: what channels share, closed a second after the last of them"),
            new Known(
                    "okio.AsyncTimeout", "Okio: the watchdog of all timeouts, ends itself after a minute without any"),
            new Known(
                    "okhttp3.internal.concurrent.TaskRunner",
                    "OkHttp: one queue for all clients, its threads end themselves after a minute"),
            new Known(
                    "kotlinx.coroutines.scheduling.CoroutineScheduler",
                    "Kotlin: the workers of Dispatchers.Default and IO, daemons for the life of the JVM"),
            new Known("kotlinx.coroutines.DefaultExecutor", "Kotlin: the timer of delays, ends itself when idle"),
            new Known(
                    "reactor.core.scheduler.Schedulers",
                    "Reactor: the shared schedulers, daemons for the life of the JVM"),
            new Known(
                    "org.testcontainers.utility.RyukResourceReaper",
                    "Testcontainers: keeps the connection whose end removes the containers"),
            new Known(
                    "org.junit.",
                    "JUnit: workers and watchers of its own, such as the one that guards @Timeout, which run no test"),
            new Known(
                    "org.springframework.boot.web.embedded.tomcat.TomcatWebServer",
                    "Spring Boot: holds the JVM while the server runs"),
            new Known(
                    "org.springframework.boot.tomcat.TomcatWebServer",
                    "Spring Boot 4: holds the JVM while the server runs"));

    private LifelongThreads() {}

    static boolean isOne(SeenThread thread) {
        return isOne(thread.thread(), thread.stack());
    }

    static boolean isOne(Thread thread, StackReading stack) {
        StackTraceElement entry = stack.entry();
        return isListed(entry == null ? null : entry.getClassName())
                || isListed(thread.getClass().getName())
                || isListed(ThreadMakers.factoryOf(thread));
    }

    private static boolean isListed(@Nullable String type) {
        if (type == null || CodeOwner.isJdk(type)) {
            return false;
        }
        for (Known known : ALL) {
            if (type.startsWith(known.code)
                    && (known.code.endsWith(".")
                            || type.length() == known.code.length()
                            || isNested(type, known.code))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNested(String type, String outer) {
        return type.charAt(outer.length()) == '$';
    }
}
