package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChannelsTest {

    private Pipe pipe;

    @BeforeEach
    void enforce() throws IOException {
        Settings.enforce = true;
        Current.SLOT.set(new FakeContext());
        pipe = Pipe.open();
    }

    @AfterEach
    void clear() throws IOException {
        Settings.enforce = false;
        Current.SLOT.remove();
        pipe.sink().close();
        pipe.source().close();
    }

    @Test
    void aTransferUnderAContextIsMadeByWrites() throws IOException {
        Object entered = Objects.requireNonNull(Channels.enterTransfer(pipe.sink()));
        assertThat(Channels.transfersByWrites()).isTrue();
        assertThat(Channels.exit(entered, null)).isNull();
        assertThat(Channels.transfersByWrites()).isFalse();
    }

    @Test
    void soIsOneThatSomebodyHasLookedAt() throws IOException {
        Object entered = Objects.requireNonNull(Channels.enterTransfer(pipe.sink()));
        BlockedCall seen = BlockedCall.of(Thread.currentThread());
        assertThat(seen.call()).isEqualTo("java.nio.channels.FileChannel.transferTo");
        assertThat(Channels.transfersByWrites()).isTrue();
        assertThat(Channels.exit(entered, null)).isNull();
    }

    @Test
    void aWriteIsNone() throws IOException {
        Object entered = Objects.requireNonNull(Channels.enter("sun.nio.ch.SinkChannelImpl.write", pipe.sink()));
        assertThat(Channels.transfersByWrites()).isFalse();
        assertThat(Channels.exit(entered, null)).isNull();
    }
}
