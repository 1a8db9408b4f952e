package io.ctxagent.recorder;

import static io.ctxagent.recorder.Scene.frame;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    @Test
    void oneFrameOfTheApplicationMakesItTheApplications() {
        assertThat(Origin.of("java.lang.Thread", "io.netty.channel.nio.NioEventLoop", "shop.Orders"))
                .isEqualTo("application");
        assertThat(Origin.of("java.lang.Thread", "io.netty.channel.nio.NioEventLoop"))
                .isEqualTo("library");
        assertThat(Origin.of("java.util.concurrent.FutureTask")).isEqualTo("jdk");
        assertThat(Origin.of((String) null)).as("nothing is known").isEqualTo("application");
    }

    @Test
    void aThreadOfALibraryThatIsInTheApplicationIsTheApplications() {
        StackTraceElement loop = frame("io.netty.channel.nio.NioEventLoop.run");
        assertThat(origin(loop)).isEqualTo("library");
        assertThat(origin(frame("shop.Orders.find"), loop)).isEqualTo("application");
    }

    private static String origin(StackTraceElement... stack) {
        Scene scene = new Scene().thread("any", true, ThreadRole.USER, stack);
        return Origin.of(scene.seen(0).threads().get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.postgresql.util.LazyCleaner.run",
                "com.mysql.cj.jdbc.AbandonedConnectionCleanupThread.run",
                "com.sun.jna.internal.Cleaner$CleanerThread.run",
                "okio.AsyncTimeout$Watchdog.run",
                "kotlinx.coroutines.scheduling.CoroutineScheduler$Worker.run"
            })
    void whatALibraryKeepsForTheLifeOfTheJvmIsKnownByWhereItBegins(String body) {
        Scene scene =
                new Scene().thread("any name", true, ThreadRole.USER, frame("java.lang.Object.wait"), frame(body));
        assertThat(LifelongThreads.isOne(scene.seen(0).threads().get(0))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.zaxxer.hikari.pool.HikariPool$HouseKeeper.run",
                "org.postgresql.util.LazyCleaners.run",
                "shop.Cleaner.run"
            })
    void whatCanBeClosedIsNot(String body) {
        Scene scene = new Scene().thread("LazyCleaner", true, ThreadRole.USER, frame(body));
        assertThat(LifelongThreads.isOne(scene.seen(0).threads().get(0))).isFalse();
    }

    @Test
    void workersOfAPoolAreKnownByTheFactoryThatMakesThem() throws Exception {
        List<ExecutorService> pools = List.of(org.junit.factory.Watchers.pool(), Executors.newSingleThreadExecutor());
        try {
            Thread watcher = pools.get(0).submit(Thread::currentThread).get();
            Thread other = pools.get(1).submit(Thread::currentThread).get();
            assertThat(isLifelong(watcher)).isTrue();
            assertThat(isLifelong(other)).isFalse();
        } finally {
            pools.forEach(ExecutorService::shutdownNow);
        }
    }

    private static boolean isLifelong(Thread thread) {
        return LifelongThreads.isOne(thread, new StackReading(new StackTraceElement[0], Thread.State.WAITING));
    }
}
