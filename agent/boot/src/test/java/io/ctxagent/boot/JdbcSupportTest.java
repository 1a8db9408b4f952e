package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JdbcSupportTest {

    @Test
    void asksEachConnectionForItsUrlOnce() {
        Driver driver = new Driver("jdbc:one");
        Object first = new Object();
        Object second = new Object();
        assertThat(driver.target(ThreadRecord.current(), first)).isEqualTo("jdbc:one");
        assertThat(driver.target(ThreadRecord.current(), first)).isEqualTo("jdbc:one");
        assertThat(driver.target(ThreadRecord.current(), second)).isEqualTo("jdbc:one");
        assertThat(driver.asked).containsExactly(first, second);
    }

    @Test
    void aUrlThatIsNotKnownIsAskedForOnceToo() {
        Driver driver = new Driver(null);
        Object connection = new Object();
        assertThat(driver.target(ThreadRecord.current(), connection)).isNull();
        assertThat(driver.target(ThreadRecord.current(), connection)).isNull();
        assertThat(driver.asked).containsExactly(connection);
    }

    /** Its connections are what it is asked about. */
    static final class Driver extends JdbcSupport {

        final List<Object> asked = new ArrayList<>();
        final List<Runnable> cancels = new CopyOnWriteArrayList<>();
        private final @Nullable String url;

        Driver(@Nullable String url) {
            this.url = url;
        }

        @Override
        public Object held(Object object) {
            return object;
        }

        @Override
        public Object connection(Object held) {
            return held;
        }

        @Override
        public @Nullable String url(Object connection) {
            asked.add(connection);
            return url;
        }

        @Override
        public boolean isConnection(Object object) {
            return true;
        }

        @Override
        public int driverObject(Object object) {
            return DRIVER_OBJECT;
        }

        @Override
        public boolean isSource(Object object) {
            return false;
        }

        @Override
        public String call(Object object, String method) {
            return method;
        }

        @Override
        public boolean isStatement(Object object) {
            return true;
        }

        @Override
        public @Nullable Object statement(Object resultSet) {
            return null;
        }

        @Override
        public boolean isCanceled(Throwable driver) {
            return false;
        }

        @Override
        public boolean hasNetworkTimeout(Object executor) {
            return false;
        }

        @Override
        public boolean cancelsCommits(Object connection) {
            return false;
        }

        @Override
        public @Nullable Object cancel(
                Object object, @Nullable Object connection, int way, boolean again, BooleanSupplier wanted) {
            return null;
        }

        @Override
        public void settle(Object residue) {}

        @Override
        public void execute(Runnable canceller) {
            cancels.add(canceller);
            canceller.run();
        }

        @Override
        public void evict(Object object) {}

        @Override
        public Throwable softened(Throwable driver) {
            return driver;
        }

        @Override
        public Exception failure(boolean timedOut, RuntimeException contextException, @Nullable Throwable driver) {
            return contextException;
        }
    }
}
