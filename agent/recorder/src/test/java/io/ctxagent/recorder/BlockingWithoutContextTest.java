package io.ctxagent.recorder;

import static io.ctxagent.recorder.Scene.frame;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingWithoutContextTest {

    private static final long SECOND = 1_000_000_000;
    private static final StackTraceElement[] READS = {
        frame("java.net.Socket$SocketInputStream.read"), frame("shop.Prices.fetch")
    };

    private final FakeApi api = new FakeApi();
    private final BlockingWithoutContext rule = new BlockingWithoutContext();
    private long now = System.nanoTime();

    @AfterEach
    void close() {
        api.close();
    }

    private List<Candidate> look(Scene scene) {
        now += SECOND;
        return rule.candidates(scene.seen(now, SECOND));
    }

    @Test
    void whatTwoLooksHaveSeenInOneCallIsFound() {
        api.live("withCancel", row -> {});
        Scene scene = new Scene().blocked("prices", ThreadRole.USER, null, READS);
        assertThat(look(scene)).as("nobody knows for how long").isEmpty();
        look(scene);
        assertThat(look(scene)).singleElement().satisfies(found -> {
            assertThat(found.held()).isEqualTo(2 * SECOND);
            assertThat(found.frames()).containsExactly("shop.Prices#fetch", "Socket.read");
            assertThat(found.message())
                    .isEqualTo(
                            "Thread \"prices\" has been in Socket.read for at least 2.0 s and runs under no context.");
        });
    }

    @Test
    void anotherCallBeginsAnew() {
        api.live("withCancel", row -> {});
        look(new Scene().blocked("prices", ThreadRole.USER, null, READS));
        StackTraceElement[] elsewhere = {READS[0], frame("shop.Prices.login")};
        assertThat(look(new Scene().blocked("prices", ThreadRole.USER, null, elsewhere)))
                .isEmpty();
    }

    @Test
    void whatHasNoNeedOfAContextIsLeftAlone() {
        Object context = api.live("withCancel", row -> {});
        Scene scene = new Scene();
        SeenContext seen = scene.tree().resolve(context);
        scene.blocked("under one", ThreadRole.USER, seen, READS)
                .blocked("main", ThreadRole.USER, null, READS)
                .blocked("of the JDK", ThreadRole.JDK, null, READS)
                .blocked("acceptor", ThreadRole.USER, null, frame("java.net.ServerSocket.accept"), READS[1])
                .blocked("worker", ThreadRole.USER, null, frame("java.util.concurrent.FutureTask.get"), READS[1])
                .blocked("cleaner", ThreadRole.USER, null, READS[0], frame("org.postgresql.util.LazyCleaner.run"));
        look(scene);
        assertThat(look(scene)).isEmpty();
    }

    @Test
    void whoUsesNoContextsHasDecidedSo() {
        Scene scene = Scene.withoutContexts().blocked("prices", ThreadRole.USER, null, READS);
        look(scene);
        assertThat(look(scene)).isEmpty();
    }
}
