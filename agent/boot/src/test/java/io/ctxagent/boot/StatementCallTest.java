package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that begin to wait when their context is done already. */
class StatementCallTest {

    private static final int ROWS = 100;

    private final JdbcSupportTest.Driver driver = new JdbcSupportTest.Driver("jdbc:one");
    private final FakeContext context = new FakeContext();

    @BeforeEach
    void enforce() {
        Settings.enforce = true;
        context.cancel();
    }

    @AfterEach
    void clear() {
        Settings.enforce = false;
        Current.SLOT.remove();
    }

    private ThreadRecord waits(int way) {
        Current.SLOT.set(context);
        ThreadRecord record = ThreadRecord.current();
        Object object = new Object();
        record.begin(Family.JDBC, context, "a call", object);
        StatementCall call = new StatementCall(context, "a call", object, way, driver);
        record.blocked = call;
        call.register(record);
        return record;
    }

    @Test
    void aStatementIsCancelledAtOnce() {
        ThreadRecord record = waits(StatementCall.EXECUTE);
        assertThat(driver.cancels).isNotEmpty();
        Waits.end(record, null);
    }

    @Test
    void rowsOfACopyThatAreUnderWayComeWithoutACancelForEach() {
        for (int row = 0; row < ROWS; row++) {
            assertThat(Waits.end(waits(StatementCall.COPY), null)).isNull();
        }
        // This thread may stop for a moment.
        assertThat(driver.cancels).hasSizeLessThan(ROWS / 2);
    }

    @Test
    void oneThatDoesNotComeIsCancelledSoon() {
        ThreadRecord record = waits(StatementCall.COPY);
        await().until(() -> !driver.cancels.isEmpty());
        Waits.end(record, null);
    }
}
