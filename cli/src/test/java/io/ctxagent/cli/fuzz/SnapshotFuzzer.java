package io.ctxagent.cli.fuzz;

import io.ctxagent.model.InvalidSnapshotException;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import io.ctxagent.model.SnapshotWriter;
import io.ctxagent.report.AttachScreen;
import io.ctxagent.report.LeaksText;
import io.ctxagent.report.Style;
import io.ctxagent.report.ThreadsText;
import io.ctxagent.report.TreeDot;
import io.ctxagent.report.TreeMermaid;
import io.ctxagent.report.TreeText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A file that somebody says is a snapshot: it is refused in one line, or it can be written and read again, and
 * every screen can be drawn of it, with no control character in it.
 */
public final class SnapshotFuzzer {

    private SnapshotFuzzer() {}

    /** Jazzer's entry, by its name. */
    public static void fuzzerTestOneInput(byte[] data) {
        Snapshot snapshot;
        try {
            snapshot = SnapshotReader.read(new ByteArrayInputStream(data));
        } catch (InvalidSnapshotException refused) {
            Expect.oneLine(refused);
            return;
        } catch (IOException e) {
            throw new AssertionError("an array does not fail", e);
        }
        writesTheSameAgain(snapshot);
        for (String screen : List.of(
                TreeText.render(snapshot, Style.PLAIN),
                ThreadsText.render(snapshot, true, true, Style.PLAIN),
                LeaksText.render(snapshot, Style.PLAIN),
                AttachScreen.render(snapshot, "4711", Style.PLAIN),
                TreeDot.render(snapshot),
                TreeMermaid.render(snapshot))) {
            if (screen.chars().anyMatch(c -> c != '\n' && Character.isISOControl(c))) {
                throw new AssertionError("a control character on a screen: " + screen);
            }
        }
    }

    /** The first writing mends half a surrogate pair and leaves out what a multitude does without; the second changes nothing. */
    private static void writesTheSameAgain(Snapshot snapshot) {
        try {
            byte[] once = written(snapshot);
            byte[] twice = written(SnapshotReader.read(new ByteArrayInputStream(once)));
            if (!Arrays.equals(once, twice)) {
                throw new AssertionError("reads back as another: " + new String(twice, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError("what was read cannot be written and read again", e);
        }
    }

    private static byte[] written(Snapshot snapshot) throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        SnapshotWriter.write(snapshot, written);
        return written.toByteArray();
    }
}
