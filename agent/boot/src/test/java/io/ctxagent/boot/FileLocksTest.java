package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileLocksTest {

    private static final int NO_LOCK = -1;
    private static final int LOCKED = 0;
    private static final int INTERRUPTED = 2;

    private final FakeContext context = new FakeContext();

    @BeforeEach
    void enter() throws IOException {
        Settings.enforce = true;
        Current.SLOT.set(context);
        assertThat(FileLocks.enter("/a/file")).isTrue();
    }

    @AfterEach
    void exit() {
        FileLocks.exit(null);
        Settings.enforce = false;
        Current.SLOT.remove();
        assertThat(BlockedCall.active()).isEmpty();
    }

    @Test
    void aFreeLockIsTakenWithoutWaitingAndWithoutARecord() throws IOException {
        assertThat(FileLocks.beforeSystemCall()).isTrue();
        assertThat(FileLocks.afterSystemCall(true, LOCKED)).isEqualTo(LOCKED);
        assertThat(BlockedCall.of(Thread.currentThread())).isNull();
    }

    @Test
    void oneThatIsTakenIsWaitedForInTheOpen() throws IOException {
        assertThat(FileLocks.beforeSystemCall()).isTrue();
        assertThat(FileLocks.afterSystemCall(true, NO_LOCK)).isEqualTo(INTERRUPTED);
        BlockedCall call = BlockedCall.of(Thread.currentThread());
        assertThat(call).isInstanceOf(FileLockCall.class);
        assertThat(call.target()).isEqualTo("/a/file");
        assertThat(FileLocks.beforeSystemCall()).isFalse();
        assertThat(FileLocks.afterSystemCall(false, LOCKED)).isEqualTo(LOCKED);
    }
}
