package io.ctxagent.cli.watch;

import java.util.List;
import java.util.function.Consumer;

/** A terminal that can do nothing but print: each picture comes below the last. It takes no keys; Ctrl-C ends it. */
public final class PlainScreen implements Screen {

    private static final Size SIZE = new Size(80, 24);

    private final Consumer<String> out;

    public PlainScreen(Consumer<String> out) {
        this.out = out;
    }

    @Override
    public Size size() {
        return SIZE;
    }

    @Override
    public void draw(List<String> lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line.isEmpty() ? "" : line + "\n");
        }
        out.accept(text.append('\n').toString());
    }

    @Override
    public int key(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return -1;
    }

    @Override
    public void close() {}
}
