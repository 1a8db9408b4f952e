package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignalledCallTest {

    private final FakeContext context = new FakeContext();
    private int made;

    @BeforeEach
    void enforce() {
        Settings.enforce = true;
    }

    @AfterEach
    void clear() {
        Settings.enforce = false;
    }

    @Test
    void theExceptionThatTheCheckThrowsIsTheOneThatTheCallEndsWith() throws Throwable {
        Call call = new Call(context);
        call.register(ThreadRecord.current());
        context.cancel();
        Throwable thrown = catchThrowable(call::check);
        assertThat(call.end(new SocketException("the JDK's, around it"))).isSameAs(thrown);
        assertThat(made).isEqualTo(1);
    }

    @Test
    void aCallThatDidNotComeToTheCheckGetsOneToo() throws Throwable {
        Call call = new Call(context);
        call.register(ThreadRecord.current());
        context.cancel();
        assertThat(call.end(new IOException("the JDK's"))).hasMessage("canceled");
        assertThat(made).isEqualTo(1);
    }

    /** As one of a socket; no signal is sent. */
    private final class Call extends SignalledCall {

        Call(Object context) throws Throwable {
            super(context, Family.SOCKET, "java.net.Socket.read", null);
        }

        @Override
        public boolean cancellable() {
            return true;
        }

        @Override
        boolean looksItself() {
            return true;
        }

        @Override
        void wake() {}

        @Override
        Family owner() {
            return Family.SOCKET;
        }

        @Override
        IOException failure() {
            made++;
            return new IOException("canceled");
        }
    }
}
