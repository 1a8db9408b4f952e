package io.ctxagent.recorder;

import static io.ctxagent.recorder.Scene.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.Port;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrowthTest {

    private static final long SECOND = 1_000_000_000;

    private final FakeApi api = new FakeApi();
    private final Census census = new Census();
    private final Growth rule = new Growth(census);
    private long now = System.nanoTime();

    @AfterEach
    void close() {
        api.close();
    }

    private void context(String site) {
        api.live("withCancel", row -> {
            row[Port.SITE] = site;
            row[Port.CREATED_NANOS] = now - 10 * SECOND;
        });
    }

    /** A snapshot, a second after the last. */
    private List<Candidate> snapshot(Scene scene) {
        now += SECOND;
        Observation seen = scene.seen(now, 2 * SECOND);
        List<Candidate> found = rule.candidates(seen);
        census.take(seen);
        return found;
    }

    @Test
    void oneMoreInEachOfFiveSnapshotsIsGrowth() {
        for (int i = 1; i < Growth.SNAPSHOTS; i++) {
            context("shop.Cache.start(Cache.java:" + i + ")");
            assertThat(snapshot(new Scene())).as("snapshot %s", i).isEmpty();
        }
        context("shop.Cache.start(Cache.java:99)");
        assertThat(snapshot(new Scene())).singleElement().satisfies(found -> {
            assertThat(found.held()).isEqualTo(Candidate.CERTAIN);
            assertThat(found.site()).startsWith("shop.Cache.start(");
            assertThat(found.message())
                    .isEqualTo("5 withCancel contexts of one origin are live, and there were more in each of the last 5"
                            + " snapshots.");
        });
    }

    @Test
    void whatStandsStillOnceBeginsAnew() {
        for (int i = 0; i < 20; i++) {
            if (i % 4 != 0) {
                context("shop.Cache.start(Cache.java:52)");
            }
            assertThat(snapshot(new Scene())).isEmpty();
        }
    }

    @Test
    void whatIsYoungComesAndGoesWithTheLoad() {
        for (int i = 0; i < 20; i++) {
            long created = now;
            api.live("withCancel", row -> {
                row[Port.SITE] = "shop.Orders.find(Orders.java:42)";
                row[Port.CREATED_NANOS] = created + 100 * SECOND;
            });
            assertThat(snapshot(new Scene())).isEmpty();
        }
    }

    @Test
    void snapshotsOfTheSameMomentCountOnce() {
        for (int i = 0; i < 20; i++) {
            context("shop.Cache.start(Cache.java:52)");
            now -= SECOND;
            assertThat(snapshot(new Scene())).isEmpty();
        }
    }

    @Test
    void threadsGrowToo() {
        List<Candidate> found = List.of();
        Scene scene = new Scene();
        for (int i = 0; i <= Growth.SNAPSHOTS; i++) {
            assertThat(found).as("snapshot %s", i).isEmpty();
            scene.thread("poller-" + i, true, ThreadRole.USER, frame("shop.Poller.run"));
            found = snapshot(scene);
        }
        assertThat(found)
                .singleElement()
                .satisfies(one -> assertThat(one.message()).contains(" threads of one origin"));
    }

    @Test
    void aPoolGrowsAsFarAsItWasAllowed() {
        Scene scene = new Scene();
        for (int i = 0; i < 20; i++) {
            scene.thread(
                    "pool-" + i,
                    true,
                    ThreadRole.USER,
                    frame("shop.Poller.run"),
                    frame("java.util.concurrent.ThreadPoolExecutor$Worker.run"));
            assertThat(snapshot(scene)).isEmpty();
        }
    }
}
