package io.ctxagent.cli.fuzz;

import io.ctxagent.model.wire.FrameReader;
import io.ctxagent.model.wire.Request;
import io.ctxagent.model.wire.WireFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** What the agent reads from whoever connects: frames, and a request in each. */
public final class RequestFuzzer {

    private RequestFuzzer() {}

    /** Jazzer's entry, by its name. */
    public static void fuzzerTestOneInput(byte[] data) {
        ByteArrayInputStream in = new ByteArrayInputStream(data);
        try {
            while (in.available() > 0) {
                Request.read(new FrameReader(in));
            }
        } catch (WireFormatException refused) {
            Expect.oneLine(refused);
        } catch (IOException e) {
            throw new AssertionError("an array does not fail", e);
        }
    }
}
