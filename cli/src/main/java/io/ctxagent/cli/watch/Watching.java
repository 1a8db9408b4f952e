package io.ctxagent.cli.watch;

import io.ctxagent.model.Snapshot;
import io.ctxagent.report.WatchHistory;
import io.ctxagent.report.WatchLook;
import io.ctxagent.report.WatchScreen;
import io.ctxagent.report.WatchView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at a target again and again, and draws what it sees until somebody has seen enough. */
public final class Watching {

    private static final long KEY_MILLIS = 50;
    private static final int NO_KEY = -1;

    private final Supplier<Snapshot> source;
    private final Predicate<WatchLook> enough;
    private final WatchHistory history = new WatchHistory();

    /**
     * @param source takes a snapshot; asked on another thread, one at a time
     * @param enough asked after each look whether it was the last
     */
    public Watching(Supplier<Snapshot> source, Predicate<WatchLook> enough) {
        this.source = source;
        this.enough = enough;
    }

    /** Looks on this thread, with {@code interval} between, and hands each look on. */
    public void each(Duration interval, Consumer<WatchLook> out) {
        WatchLook look = look(source.get());
        out.accept(look);
        while (!enough.test(look)) {
            try {
                Thread.sleep(interval.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            look = look(source.get());
            out.accept(look);
        }
    }

    /**
     * Draws on {@code screen} until the last look, or until a key says so.
     *
     * @return the picture of the last look; empty when somebody left before it
     */
    public List<String> draw(Screen screen, WatchScreen picture, WatchView begin) {
        WatchView view = begin;
        WatchLook look = null;
        CompletableFuture<Snapshot> pending = ask();
        long due = 0;
        Screen.Size drawn = screen.size();
        while (true) {
            boolean changed = false;
            boolean last = false;
            if (pending != null && pending.isDone()) {
                look = look(result(pending));
                last = enough.test(look);
                pending = null;
                due = System.nanoTime() + view.interval().toNanos();
                picture.note(look);
                changed = true;
            }
            int key = changed ? NO_KEY : screen.key(KEY_MILLIS);
            if (view.leaves(key)) {
                return List.of();
            }
            WatchView pressed =
                    key == NO_KEY ? view : view.press(key, look == null ? List.of() : picture.rows(look, view));
            changed |= !pressed.equals(view);
            view = pressed;
            Screen.Size size = screen.size();
            if (look != null && (changed || !size.equals(drawn))) {
                List<String> lines = picture.render(look, view, size.columns(), size.rows());
                screen.draw(lines);
                drawn = size;
                if (last) {
                    return lines;
                }
            }
            if (pending == null && !view.paused() && System.nanoTime() - due >= 0) {
                pending = ask();
            }
        }
    }

    private WatchLook look(Snapshot snapshot) {
        return history.next(snapshot, Instant.now());
    }

    private CompletableFuture<Snapshot> ask() {
        CompletableFuture<Snapshot> answer = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        answer.complete(source.get());
                    } catch (Throwable e) {
                        answer.completeExceptionally(e);
                    }
                },
                "ctxinspect look");
        thread.setDaemon(true); // it may wait for a JVM when somebody wants to leave
        thread.start();
        return answer;
    }

    private static Snapshot result(CompletableFuture<Snapshot> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            @Nullable Throwable cause = e.getCause();
            throw cause instanceof RuntimeException failure ? failure : e;
        }
    }
}
