package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private final FakeContext context = new FakeContext();
    private final ThreadRecord record = ThreadRecord.current();
    private final Object rows = new Object();

    @BeforeEach
    void enforce() {
        Settings.enforce = true;
        JdbcSupport.instance = new JdbcSupportTest.Driver("jdbc:one");
        Current.SLOT.set(context);
    }

    @AfterEach
    void clear() {
        assertThat(record.free()).isTrue();
        assertThat(record.target).isNull();
        assertThat(BlockedCall.active()).isEmpty();
        JdbcSupport.instance = null;
        Settings.enforce = false;
        Current.SLOT.remove();
    }

    @Test
    void aNextThatWaitsForNothingNotesItsRowsAlone() throws Exception {
        Object entered = Connections.enterNext(rows);
        assertThat(record.silencesDrivers()).isTrue();
        assertThat(record.rows).isSameAs(rows);
        assertThat(record.target).isNull();
        assertThat(Connections.exitNext(entered, null)).isNull();
    }

    @Test
    void oneWhoseDriverWaitsIsShown() throws Exception {
        Object entered = Connections.enterNext(rows);
        DriverWaits.reached(record);
        BlockedCall call = BlockedCall.of(Thread.currentThread());
        assertThat(call.call()).isEqualTo("next");
        assertThat(call.family()).isEqualTo("jdbc");
        assertThat(call.target).isSameAs(rows);
        assertThat(call.context()).isSameAs(context);
        DriverWaits.reached(record);
        assertThat(BlockedCall.of(Thread.currentThread())).isSameAs(call);
        Connections.exitNext(entered, null);
    }

    @Test
    void nextsOfTheSameRowsMakeNothing() throws Exception {
        Connections.exitNext(Connections.enterNext(rows), null);
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long bytes = threads.getThreadAllocatedBytes(id);
        for (int row = 0; row < 1_000; row++) {
            Connections.exitNext(Connections.enterNext(rows), null);
        }
        assertThat(threads.getThreadAllocatedBytes(id) - bytes).isLessThan(1_000);
    }

    @Test
    void theRowsAreLetGoOfWhenTheyAreClosed() throws Exception {
        Connections.exitNext(Connections.enterNext(rows), null);
        Object entered = Connections.enterQuietly("close", rows);
        Connections.exit(entered, null);
        assertThat(record.rows).isNull();
    }

    @Test
    void andWithTheContext() throws Exception {
        Connections.exitNext(Connections.enterNext(rows), null);
        Current.SLOT.set(null);
        assertThat(record.rows).isNull();
    }
}
