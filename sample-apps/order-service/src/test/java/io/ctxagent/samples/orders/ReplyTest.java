package io.ctxagent.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplyTest {

    @Test
    void aDeadlineThatPassedIsAGatewayTimeout() {
        try (CancelScope request = Context.background().withTimeout(Duration.ZERO)) {
            Reply reply = Reply.failure(request.context(), new IOException("socket closed"));
            assertThat(reply).isEqualTo(Reply.error(504, "context deadline exceeded"));
        }
    }

    @Test
    void aCancelledRequestIsUnavailable() {
        try (CancelScope request = Context.background().withTimeout(Duration.ofMinutes(1))) {
            request.cancel();
            Reply reply = Reply.failure(request.context(), new InterruptedException());
            assertThat(reply).isEqualTo(Reply.error(503, "context canceled"));
        }
    }

    @Test
    void whatTheCallerGotWrongIsABadRequest() {
        Reply reply = Reply.failure(Context.background(), new IllegalArgumentException("item: needed"));
        assertThat(reply).isEqualTo(Reply.error(400, "item: needed"));
    }
}
