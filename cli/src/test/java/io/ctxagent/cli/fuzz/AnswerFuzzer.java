package io.ctxagent.cli.fuzz;

import io.ctxagent.model.InvalidSnapshotException;
import io.ctxagent.model.SnapshotReader;
import io.ctxagent.model.wire.Answer;
import io.ctxagent.model.wire.BodyInputStream;
import io.ctxagent.model.wire.CancelReply;
import io.ctxagent.model.wire.Detached;
import io.ctxagent.model.wire.FrameReader;
import io.ctxagent.model.wire.WireFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What ctxinspect reads from whatever answers: an answer, and a body of one of three kinds, which the first byte chooses. */
public final class AnswerFuzzer {

    private AnswerFuzzer() {}

    /** Jazzer's entry, by its name. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        try {
            FrameReader frames = new FrameReader(new ByteArrayInputStream(data, 1, data.length - 1));
            if (Answer.read(frames) instanceof Answer.Accepted) {
                body(data[0], new BodyInputStream(frames));
            }
        } catch (WireFormatException | InvalidSnapshotException refused) {
            Expect.oneLine(refused);
        } catch (IOException e) {
            throw new AssertionError("an array does not fail", e);
        }
    }

    private static void body(int kind, InputStream body) throws IOException {
        switch (Math.floorMod(kind, 3)) {
            case 0 -> SnapshotReader.read(body);
            case 1 -> Detached.read(body);
            default -> CancelReply.read(body);
        }
    }
}
