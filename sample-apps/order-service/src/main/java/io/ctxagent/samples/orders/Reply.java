package io.ctxagent.samples.orders;

import io.ctxagent.context.Context;
import io.ctxagent.context.ContextException;
import java.nio.charset.StandardCharsets;

/** An answer: HTTP status and a line of JSON. */
record Reply(int status, String json) {

    static Reply error(int status, String why) {
        return new Reply(status, "{\"error\":\"" + why + "\"}");
    }

    /** What a handler's exception means: a done context explains it, else the caller or we are to blame. */
    static Reply failure(Context request, Exception failed) {
        ContextException done = request.err();
        if (done != null) {
            return error(done.isTimeout() ? 504 : 503, String.valueOf(done.getMessage()));
        }
        if (failed instanceof IllegalArgumentException) {
            return error(400, String.valueOf(failed.getMessage()));
        }
        System.err.println("order-service: " + request + ": " + failed);
        return error(500, "internal error");
    }

    byte[] bytes() {
        return (json + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
