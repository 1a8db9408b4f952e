package io.ctxagent.programs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** {@code Selector.select} in its forms: returns 0, and leaves the selector as it was. */
final class SelectorCases {

    private static final long PAUSE_MILLIS = 60;

    private SelectorCases() {}

    private interface Select {
        int on(Selector selector) throws IOException;
    }

    static List<BlockingCase> all() throws IOException {
        List<BlockingCase> cases = new ArrayList<>();
        add(cases, "Selector.select()", Selector::select);
        add(cases, "Selector.select(long)", selector -> selector.select(3_600_000));
        add(cases, "Selector.select(Consumer)", selector -> selector.select(key -> {}));
        add(cases, "Selector.select(Consumer,long)", selector -> selector.select(key -> {}, 3_600_000));
        return cases;
    }

    private static void add(List<BlockingCase> cases, String name, Select select) throws IOException {
        Selector selector = Selector.open();
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.source().register(selector, SelectionKey.OP_READ);
        cases.add(new BlockingCase(
                        name,
                        "SelectorImpl.select",
                        () -> expectNone(select.on(selector)),
                        selector::wakeup,
                        () -> leftAlone(selector, pipe))
                .ready(() -> pipe.sink().write(ByteBuffer.allocate(1)), () -> {
                    if (select.on(selector) == 0) {
                        throw new NothingReady();
                    }
                }));
    }

    private static void expectNone(int ready) {
        if (ready != 0) {
            throw new IllegalStateException(ready + " are ready");
        }
    }

    /** What came of a select that was refused. */
    private static final class NothingReady extends Exception {
        private static final long serialVersionUID = 1;
    }

    private static String leftAlone(Selector selector, Pipe pipe) throws IOException {
        long from = System.nanoTime();
        if (selector.select(PAUSE_MILLIS) != 0) {
            return "something is ready";
        }
        if (System.nanoTime() - from < PAUSE_MILLIS / 2 * 1_000_000) {
            return "a wake-up was left behind";
        }
        pipe.sink().write(ByteBuffer.allocate(1));
        return selector.select() == 1 ? "" : "the next byte is not seen";
    }
}
