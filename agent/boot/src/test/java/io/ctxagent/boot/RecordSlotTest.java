package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordSlotTest {

    private final FakeContext context = new FakeContext();

    @AfterEach
    void clear() {
        Current.SLOT.remove();
    }

    @Test
    void itIsWrittenAndReadAsAnyThreadLocal() {
        Current.SLOT.set(context);
        assertThat(Current.SLOT.get()).isSameAs(context);
        Current.SLOT.set(null);
        assertThat(Current.SLOT.get()).isNull();
        Current.SLOT.set(context);
        Current.SLOT.remove();
        assertThat(Current.SLOT.get()).isNull();
    }

    @Test
    void hooksFindItInTheRecordOfTheThread() {
        assertThat(ThreadRecord.underContext()).isNull();
        Current.SLOT.set(context);
        assertThat(ThreadRecord.underContext()).isSameAs(ThreadRecord.current());
        assertThat(ThreadRecord.current().under()).isSameAs(context);
        ThreadRecord.current().under(null);
        assertThat(Current.SLOT.get()).isNull();
    }

    @Test
    void whoLooksIntoAThreadFindsTheContextBehindTheHolder() {
        Current.SLOT.set(context);
        assertThat(Current.held(Current.HOLDER.get())).isSameAs(context);
        assertThat(Current.held(context)).as("a slot of the API's").isSameAs(context);
        assertThat(Current.held(null)).isNull();
    }

    @Test
    void aThreadWithoutAContextGetsNoRecordForBeingAsked() throws InterruptedException {
        AtomicReference<ThreadRecord> made = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            Current.SLOT.get();
            Current.SLOT.set(null);
            Current.SLOT.remove();
            made.set(ThreadRecord.peek());
        });
        thread.start();
        thread.join();
        assertThat(made).hasValue(null);
    }
}
