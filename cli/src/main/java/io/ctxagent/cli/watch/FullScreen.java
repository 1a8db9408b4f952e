package io.ctxagent.cli.watch;

import io.ctxagent.report.WatchView;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.Signals;

/** The other screen of an ANSI terminal, which leaves what was on the first one untouched. */
public final class FullScreen implements Screen {

    private static final String OTHER = "\u001b[?1049h\u001b[?25l\u001b[?7l";
    private static final String BACK = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String TO_END_OF_LINE = "\u001b[K";
    private static final String TO_END_OF_SCREEN = "\u001b[J";

    private static final int ESCAPE = 27;

    /** Over a slow line the rest of an arrow comes later than its beginning. */
    private static final long ESCAPE_MILLIS = 50;

    private final Terminal terminal;

    /** Not the terminal's own writer: when the JVM ends, JLine may have closed that before us. */
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);

    private final AtomicBoolean resized = new AtomicBoolean(true);
    private Size size = new Size(80, 24);
    private boolean closed;

    private FullScreen(Terminal terminal) throws IOException {
        this.terminal = terminal;
        terminal.enterRawMode();
        Signals.register("WINCH", () -> resized.set(true));
        out.write(OTHER.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes over the terminal of this process. */
    public static FullScreen open() throws IOException {
        // By stty, without native code: that would need a place to be unpacked to, and a flag from Java 24 on. Signals
        // stay
        // the JVM's: Ctrl-C has to run its shutdown hooks.
        return new FullScreen(TerminalBuilder.builder()
                .system(true)
                .provider("exec")
                .nativeSignals(false)
                .build());
    }

    @Override
    public Size size() {
        if (resized.compareAndSet(true, false)) {
            org.jline.terminal.Size told = terminal.getSize();
            if (told.getColumns() > 0 && told.getRows() > 0) {
                size = new Size(told.getColumns(), told.getRows());
            }
        }
        return size;
    }

    @Override
    public synchronized void draw(List<String> lines) {
        if (closed) {
            return; // the JVM is ending
        }
        StringBuilder text = new StringBuilder(HOME);
        for (int i = 0; i < lines.size(); i++) {
            // Before the text: after a line that is as wide as the terminal, the cursor still stands on its last
            // character.
            text.append(i == 0 ? "" : "\r\n").append(i < lines.size() - 1 ? TO_END_OF_LINE : TO_END_OF_SCREEN);
            text.append(lines.get(i));
        }
        try {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int key(long millis) {
        try {
            int key = terminal.reader().read(Math.max(1, millis));
            if (key == ESCAPE) {
                return escaped();
            }
            if (key >= 0 || key == NonBlockingReader.READ_EXPIRED) {
                return Math.max(-1, key);
            }
        } catch (IOException e) {
            // JLine has closed it, because the JVM is ending.
        }
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return -1;
    }

    /** An arrow, which a terminal sends as three characters at once, or the key Esc alone. */
    private int escaped() throws IOException {
        int bracket = terminal.reader().peek(ESCAPE_MILLIS);
        if (bracket != '[' && bracket != 'O') {
            return ESCAPE;
        }
        terminal.reader().read(ESCAPE_MILLIS);
        return switch (terminal.reader().read(ESCAPE_MILLIS)) {
            case 'A' -> WatchView.UP;
            case 'B' -> WatchView.DOWN;
            default -> -1;
        };
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            out.write(BACK.getBytes(StandardCharsets.UTF_8));
            terminal.close(); // gives it its attributes back
        } catch (IOException e) {
            return; // the terminal is gone
        }
    }
}
