package io.ctxagent.cli.watch;

import java.util.List;

/** A terminal that is drawn on as a whole. Used by one thread; only {@link #close} may come from another. */
public interface Screen extends AutoCloseable {

    /** How large it is now. */
    Size size();

    /** Columns and rows. */
    record Size(int columns, int rows) {}

    /** Shows these lines and nothing else. */
    void draw(List<String> lines);

    /** Waits for a key; -1 when none came. */
    int key(long millis);

    /** Gives the terminal back as it was; the second call does nothing. */
    @Override
    void close();
}
