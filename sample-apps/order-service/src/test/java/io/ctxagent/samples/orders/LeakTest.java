package io.ctxagent.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

/** Planted threads stay for ever, as they are meant to; they are daemons, and named by the item. */
class LeakTest {

    @Test
    void withoutLeaksNoSuchThreadIsStarted() throws Exception {
        try (RunningService service = RunningService.onH2()) {
            touchAll(service, "rug");
            assertThat(ServiceThreads.named("audit-rug")).isEmpty();
            assertThat(ServiceThreads.named("price-feed")).isEmpty();
        }
    }

    @Test
    void anOrphanThreadWorksOnWhenTheRequestAndEvenTheServiceAreOver() throws Exception {
        try (RunningService service = RunningService.onH2(Leak.ORPHAN_THREAD)) {
            touchAll(service, "vase");
        }
        assertThat(ServiceThreads.named("audit-vase").orElseThrow().isDaemon()).isTrue();
    }

    @Test
    void anIgnoredCancelSitsInALockThatNobodyOpens() throws Exception {
        try (RunningService service = RunningService.onH2(Leak.IGNORED_CANCEL)) {
            touchAll(service, "rug");
        }
        Thread sync = ServiceThreads.named("ledger-sync").orElseThrow();
        await().until(() -> sync.getState() == Thread.State.WAITING);
        assertThat(sync.isDaemon()).isTrue();
    }

    @Test
    void unboundedIoWaitsUntilTheWarehouseCloses() throws Exception {
        Thread feed;
        try (RunningService service = RunningService.onH2(Leak.UNBOUNDED_IO)) {
            touchAll(service, "rug");
            feed = ServiceThreads.named("price-feed").orElseThrow();
            assertThat(feed.isAlive()).isTrue();
        }
        await().until(() -> !feed.isAlive());
    }

    @Test
    void aServiceWithAllLeaksAnswersAsWellAsOneWithout() throws Exception {
        try (RunningService service = RunningService.onH2(Leak.values())) {
            touchAll(service, "desk");
            touchAll(service, "desk");
        }
    }

    private static void touchAll(RunningService service, String item) throws Exception {
        assertThat(service.post("/orders", "item=" + item).statusCode()).isEqualTo(201);
        assertThat(service.get("/price?item=" + item).statusCode()).isEqualTo(200);
        assertThat(service.report().statusCode()).isEqualTo(200);
    }
}
