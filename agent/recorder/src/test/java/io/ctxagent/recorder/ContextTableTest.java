package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.Owner;
import io.ctxagent.boot.Port;
import io.ctxagent.boot.ScratchRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContextTableTest {

    private static final int MANY = 1_000; // several blocks

    private final ContextTable table = new ContextTable();

    @Test
    void eachIsReadBackAsItWasAdded() {
        Owner owner = new Owner("thread", Thread.currentThread());
        RuntimeException cause = new RuntimeException("why");
        for (int i = 0; i < MANY; i++) {
            Object[] row = row(i + 1, i);
            row[Port.SITE] = i % 2 == 0 ? "shop.Orders.find(Orders.java:" + i + ")" : null;
            row[Port.OWNER] = i % 3 == 0 ? owner : null;
            row[Port.NAME] = i % 5 == 0 ? "name " + i : null;
            numbers(row)[Port.DEADLINE_NANOS] = i % 7 == 0 ? -i : ScratchRow.NONE;
            numbers(row)[Port.DONE_NANOS] = i % 11 == 0 ? i : ScratchRow.NONE;
            row[Port.STATE] = i % 11 == 0 ? "canceled" : "live";
            row[Port.CAUSE] = i % 11 == 0 ? cause : null;
            row[Port.KEYS] = i % 13 == 0 ? List.of("key " + i) : List.of();
            row[Port.LOST] = i % 17 == 0;
            assertThat(table.add(row, i % 2 == 0 ? "" : "@2", i - 1)).isEqualTo(i);
        }
        assertThat(table.size()).isEqualTo(MANY);
        for (int i = 0; i < MANY; i++) {
            SeenContext context = new SeenContext(table, i);
            assertThat(context.id()).isEqualTo("c" + (i + 1) + (i % 2 == 0 ? "" : "@2"));
            assertThat(context.parentNumber()).isEqualTo(i);
            assertThat(context.kind()).isEqualTo("withCancel");
            assertThat(context.createdNanos()).isEqualTo(100 + i);
            assertThat(context.site()).isEqualTo(i % 2 == 0 ? "shop.Orders.find(Orders.java:" + i + ")" : null);
            assertThat(context.owner()).isSameAs(i % 3 == 0 ? owner : null);
            assertThat(context.name()).isEqualTo(i % 5 == 0 ? "name " + i : null);
            assertThat(context.hasDeadline()).isEqualTo(i % 7 == 0);
            assertThat(context.deadlineNanos()).isEqualTo(i % 7 == 0 ? -i : ScratchRow.NONE);
            assertThat(context.isDone()).isEqualTo(i % 11 == 0);
            assertThat(context.live()).isEqualTo(i % 11 != 0);
            assertThat(context.cause()).isSameAs(i % 11 == 0 ? cause : null);
            assertThat(context.keys()).isEqualTo(i % 13 == 0 ? List.of("key " + i) : List.of());
            assertThat(context.lost()).isEqualTo(i % 17 == 0);
        }
    }

    @Test
    void aParentThatComesLaterIsKnownByItsNumber() {
        Object[] row = row(17, 4);
        assertThat(table.add(row, "", ContextTable.ELSEWHERE)).isZero();
        assertThat(table.above(0)).isEqualTo(ContextTable.ELSEWHERE);
        assertThat(table.parentNumber(0)).isEqualTo(4);
        assertThat(new SeenContext(table, 0).parent()).isEqualTo("c4");
    }

    @Test
    void threadsAreToldInTheOrderInWhichTheyWereSeen() {
        table.add(row(1, 0), "", ContextTable.ROOT);
        table.add(row(2, 0), "", ContextTable.ROOT);
        for (int i = 1; i <= 100; i++) {
            table.addThread(1, i, List.of());
        }
        assertThat(table.threadCount(0)).isZero();
        assertThat(table.threadCount(1)).isEqualTo(100);
        for (int i = 0; i < 100; i++) {
            assertThat(table.thread(1, i)).isEqualTo(i + 1);
        }
    }

    @Test
    void aLayersKeysComeBeforeTheContexts() {
        Object[] row = row(1, 0);
        row[Port.KEYS] = List.of("tenant");
        table.add(row, "", ContextTable.ROOT);
        table.addThread(0, 31, List.of("traceId", "tenant"));
        assertThat(table.keys(0)).containsExactly("traceId", "tenant");
        table.addThread(0, 32, List.of("user"));
        assertThat(table.keys(0)).containsExactly("user", "traceId", "tenant");
    }

    private static Object[] row(long number, long parent) {
        Object[] row = ScratchRow.create();
        row[Port.KIND] = "withCancel";
        row[Port.STATE] = "live";
        numbers(row)[Port.ID] = number;
        numbers(row)[Port.PARENT] = parent;
        numbers(row)[Port.CREATED_NANOS] = 99 + number;
        numbers(row)[Port.DEADLINE_NANOS] = ScratchRow.NONE;
        numbers(row)[Port.DONE_NANOS] = ScratchRow.NONE;
        return row;
    }

    private static long[] numbers(Object[] row) {
        return (long[]) row[ScratchRow.NUMBERS];
    }
}
