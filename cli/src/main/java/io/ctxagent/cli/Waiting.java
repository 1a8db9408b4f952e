package io.ctxagent.cli;

import io.ctxagent.cli.connect.Ask;
import io.ctxagent.cli.connect.Capacity;
import io.ctxagent.cli.connect.Target;
import io.ctxagent.model.Snapshot;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A line on a terminal's standard error while something takes longer than a second; it is wiped out again. */
final class Waiting implements AutoCloseable {

    private static final long SILENT_MILLIS = 1_000;
    private static final long AGAIN_MILLIS = 500;
    private static final String WIPE = "\r\u001b[K";

    private final PrintStream err;
    private final String what;
    private final long silentMillis;
    private final long since = System.nanoTime();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = new Thread(this::show, "ctxinspect waiting");

    Waiting(PrintStream err, String what, long silentMillis) {
        this.err = err;
        this.what = what;
        this.silentMillis = silentMillis;
        thread.setDaemon(true);
        thread.start();
    }

    /** {@link Target#snapshot} with such a line where messages go to a terminal. */
    static Snapshot snapshot(Terminal terminal, Target source, Ask ask) {
        return snapshots(terminal, ask, source).get(0);
    }

    /** {@link #snapshot} of several; what holds for more than one of them is said once. */
    static List<Snapshot> snapshots(Terminal terminal, Ask ask, Target... sources) {
        List<Snapshot> snapshots = new ArrayList<>();
        Set<String> advice = new LinkedHashSet<>();
        for (Target source : sources) {
            Snapshot snapshot = waitFor(terminal, source, ask);
            snapshots.add(snapshot);
            advice.add(Capacity.advice(snapshot, ask));
        }
        for (String line : advice) {
            if (!line.isEmpty()) {
                terminal.message(line);
            }
        }
        return snapshots;
    }

    private static Snapshot waitFor(Terminal terminal, Target source, Ask ask) {
        if (!terminal.showsProgress()) {
            return source.snapshot(ask);
        }
        try (Waiting waiting =
                new Waiting(terminal.err(), "looking at " + Failure.quote(source.name()), SILENT_MILLIS)) {
            return source.snapshot(ask);
        }
    }

    private void show() {
        try {
            long pause = silentMillis;
            boolean shown = false;
            while (!over.await(pause, TimeUnit.MILLISECONDS)) {
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
                err.print(WIPE + "ctxinspect: " + what + ", " + seconds + " s");
                err.flush();
                shown = true;
                pause = AGAIN_MILLIS;
            }
            if (shown) {
                err.print(WIPE);
                err.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
