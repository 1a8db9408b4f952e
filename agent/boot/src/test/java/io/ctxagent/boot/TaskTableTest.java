package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TaskTableTest {

    private final TaskTable table = new TaskTable();

    @Test
    void oneTaskSubmittedThreeTimesHasThreeContextsInOrder() {
        Runnable task = () -> {};
        table.put(task, "a");
        table.put(task, "b");
        table.put(task, "c");
        assertThat(table.take(task)).isEqualTo("a");
        assertThat(table.take(task)).isEqualTo("b");
        assertThat(table.take(task)).isEqualTo("c");
        assertThat(table.take(task)).isNull();
        assertThat(table.isEmpty()).isTrue();
    }

    @Test
    void tasksAreToldApartByIdentityNotByEquals() {
        String first = new String("same");
        String second = new String("same");
        table.put(first, "a");
        assertThat(table.take(second)).isNull();
        assertThat(table.take(first)).isEqualTo("a");
    }

    @Test
    void aTaskThatNobodyHoldsIsForgotten() {
        table.put(new Object(), "a");
        Runnable held = () -> {};
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            table.put(held, "b");
            table.take(held);
            return table.isEmpty();
        });
    }

    @Test
    void eachOfManyRacingSubmitsIsTakenExactlyOnce() throws InterruptedException {
        Runnable task = () -> {};
        int each = 20_000;
        Set<Object> taken = ConcurrentHashMap.newKeySet();
        CountDownLatch over = new CountDownLatch(4);
        for (int i = 0; i < 2; i++) {
            int from = i * each;
            start(over, () -> {
                for (int n = from; n < from + each; n++) {
                    table.put(task, n);
                }
            });
            start(over, () -> {
                for (int found = 0; found < each; ) {
                    Object context = table.take(task);
                    if (context != null) {
                        assertThat(taken.add(context)).isTrue();
                        found++;
                    }
                }
            });
        }
        over.await();
        assertThat(taken).hasSize(2 * each);
        assertThat(table.isEmpty()).isTrue();
    }

    private static void start(CountDownLatch over, Runnable body) {
        new Thread(() -> {
                    body.run();
                    over.countDown();
                })
                .start();
    }
}
